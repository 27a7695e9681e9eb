enum CollectionSourcesPlaceholder {}
