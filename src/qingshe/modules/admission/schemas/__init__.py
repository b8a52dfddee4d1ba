"""What outside systems send and are told, one file for each topic; unknown fields are refused."""
