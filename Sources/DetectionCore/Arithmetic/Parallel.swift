import Dispatch

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Work on all processors.
package enum Parallel {
  /// Calls `work` once with each index below `count`, in any order and on any threads, and waits for all of it.
  ///
  /// The threads that help give way to other threads as readily as the caller's does: Dispatch takes them from a pool
  /// without asking who needs them, and a caller that is not to be in the way of short work would be so through its helpers.
  package static func forEach(_ count: Int, _ work: @Sendable (Int) -> Void) {
    let niceness = ownNiceness
    guard niceness > 0 else { return DispatchQueue.concurrentPerform(iterations: count, execute: work) }
    DispatchQueue.concurrentPerform(iterations: count) { index in
      if ownNiceness < niceness { becomeNice(niceness) }
      work(index)
    }
  }

  #if os(Linux)
    // What the system calls a process (PRIO_PROCESS, 0) is a thread here, and 0 the caller's own.

    /// How readily the thread gives way, above 0: more than others.
    static var ownNiceness: Int32 { getpriority(0, 0) }

    /// For as long as the thread lives: less takes a privilege. Dispatch's pool for helpers has no other work here.
    private static func becomeNice(_ niceness: Int32) {
      _ = setpriority(0, 0, niceness)
    }
  #else
    static var ownNiceness: Int32 { 0 }
    private static func becomeNice(_ niceness: Int32) {}
  #endif
}
