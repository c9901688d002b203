#if os(Linux)
  import Glibc
#endif

/// How readily a thread leaves its processor to others.
enum ThreadPriority {
  /// Makes the calling thread wait for all threads that are not as nice, for as long as it lives. At nice 19 it gets 1.5 % of a
  /// processor that others want wholly: long work slows down beside a flood of short requests, and does not stop.
  static func giveWay() {
    #if os(Linux)
      // What the system calls a process (PRIO_PROCESS, 0) is a thread here, and 0 the caller's own.
      _ = setpriority(0, 0, 19)
    #endif
  }
}
