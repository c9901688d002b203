#ifndef FOCALD_PROCESSOR_H
#define FOCALD_PROCESSOR_H

/// Ends the process, with a line on standard error, unless this processor has what the build was made for; nothing for a
/// plain build. It also runs by itself, before anything else of the program does.
void focald_processor_check(void);

#endif
