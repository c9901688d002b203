import CKeptMemory
// Dispatch's sources are thread-safe, and not marked so.
@preconcurrency import Dispatch

/// Large blocks of memory between requests: kept for the next one, and given back soon after the last.
///
/// `@unchecked Sendable`: the timer is Dispatch's, and not used again.
final class KeptMemory: @unchecked Sendable {
  /// As much as the tensors of the largest common request take.
  private static let most = 128 << 20
  /// Of the memory for requests.
  private static let part = 16
  /// Requests that come one after the other come sooner.
  private static let age: UInt32 = 2000

  private let timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "focald.kept", qos: .utility))

  /// Keeps a sixteenth of that, and no more than 128 MiB.
  init(of memory: Int) {
    kept_memory_set_limit(min(Self.most, max(0, memory) / Self.part))
    timer.schedule(deadline: .now() + .seconds(1), repeating: .seconds(1), leeway: .milliseconds(100))
    timer.setEventHandler { kept_memory_expire(Self.age) }
    timer.activate()
  }

  deinit {
    timer.cancel()
    kept_memory_set_limit(0)
  }
}
