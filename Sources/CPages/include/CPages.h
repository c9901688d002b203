#pragma once
#include <stddef.h>

// A file as bytes of the program.
struct focald_file {
  const char *name;
  const unsigned char *start;
  size_t count;
};

// What a browser gets: Sources/Pages/Assets.
const struct focald_file *focald_assets(void);
size_t focald_asset_count(void);

// The documents: docs/*.md.
const struct focald_file *focald_guides(void);
size_t focald_guide_count(void);
