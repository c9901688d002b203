import Dispatch
import Synchronization
import Testing
import Threads

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

@testable import DetectionCore

@Suite struct ParallelTests {
  @Test(arguments: [0, 1, 2, 1000]) func forEach_EachIndexOnce(count: Int) {
    let seen = (0..<count).map { _ in Counter() }
    Parallel.forEach(count) { seen[$0].add() }
    #expect(seen.allSatisfy { $0.value == 1 })
  }

  /// Whoever helps gives way as readily as the one that is helped.
  @Test func forEach_HelpersAreAsNiceAsTheCaller() {
    let least = Mutex(Int32.max)
    let asked = DispatchSemaphore(value: 0)
    DispatchQueue(label: "nice", qos: .background).async {
      let own = Niceness.own
      Parallel.forEach(64) { _ in
        usleep(500)
        let niceness = Niceness.own
        least.withLock { $0 = min($0, niceness - own) }
      }
      asked.signal()
    }
    asked.wait()
    #expect(least.withLock { $0 } >= 0)
  }

  private final class Counter: Sendable {
    private let count = Atomic(0)
    var value: Int { count.load(ordering: .relaxed) }
    func add() { count.add(1, ordering: .relaxed) }
  }
}
