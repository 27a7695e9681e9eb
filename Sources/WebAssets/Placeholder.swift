enum WebAssetsPlaceholder {}
