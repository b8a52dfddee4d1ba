"""Papers that leave the product (公文): Word files from blocks, papers from templates of a city."""
