import Dispatch
import Threads

/// Work on all processors.
package enum Parallel {
  /// Calls `work` once with each index below `count`, in any order and on any threads, and waits for all of it.
  ///
  /// The threads that help give way to other threads as readily as the caller's does: Dispatch takes them from a pool
  /// without asking who needs them, and a caller that is not to be in the way of short work would be so through its helpers.
  /// They stay so: Dispatch's pool for helpers has no other work here.
  package static func forEach(_ count: Int, _ work: @Sendable (Int) -> Void) {
    let niceness = Niceness.own
    guard niceness > 0 else { return DispatchQueue.concurrentPerform(iterations: count, execute: work) }
    DispatchQueue.concurrentPerform(iterations: count) { index in
      if Niceness.own < niceness { Niceness.become(niceness) }
      work(index)
    }
  }
}
