// Files in memory that somebody cuts off while they are read: the system answers a read beyond the new end with SIGBUS, which ends
// the process. Here such a page becomes zeros and the map is marked. Swift cannot handle the signal: a handler may not
// call its runtime.
#ifndef FOCALD_FILE_MAP_H
#define FOCALD_FILE_MAP_H

#include <stdbool.h>
#include <stddef.h>

/// A map that is watched.
typedef struct file_map_watch file_map_watch;

/// Watches a map until it is forgotten. NULL if there is no memory, or no handler can be set.
file_map_watch *file_map_begin(const void *start, size_t size);

/// Whether a page of the map was gone when it was read.
bool file_map_is_broken(const file_map_watch *watch);

/// Ends watching; the map goes after that.
void file_map_end(file_map_watch *watch);

#endif
