"""The packs that come with the product: data only, read by `qingshe.modules.catalog.packs`."""
