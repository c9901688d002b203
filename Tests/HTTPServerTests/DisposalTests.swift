import Dispatch
import Glibc
import HTTPMessages
import Testing

@testable import HTTPServer

@Suite struct DisposalTests {
  /// Says on which thread it is freed.
  private final class Witness: Sendable {
    private let say: @Sendable (pthread_t) -> Void

    init(_ say: @escaping @Sendable (pthread_t) -> Void) { self.say = say }
    deinit { say(pthread_self()) }
  }

  /// Lets a value of so many bytes go, and gives the thread that has freed it; nil: none has, in ten seconds.
  private func threadThatFrees(size: Int) -> pthread_t? {
    let (thread, done) = (Lock<pthread_t?>(nil), DispatchSemaphore(value: 0))
    do {
      let witness = Witness { last in
        thread.withLock { $0 = last }
        done.signal()
      }
      Disposal.drop(witness, size: size)
    }
    _ = done.wait(timeout: .now() + 10)
    return thread.withLock { $0 }
  }

  @Test(arguments: [(1 << 20) + 1, 64 << 20]) func drop_LargeValue_IsFreedOnAnotherThread(size: Int) throws {
    let thread = try #require(threadThatFrees(size: size))
    #expect(pthread_equal(thread, pthread_self()) == 0)
  }

  @Test(arguments: [0, 1 << 20]) func drop_SmallValue_IsFreedOnTheSpot(size: Int) throws {
    let thread = try #require(threadThatFrees(size: size))
    #expect(pthread_equal(thread, pthread_self()) != 0)
  }

  @Test func drop_ManyLargeBuffers_AllGiveTheirMemoryBack() {
    let freed = Lock(0)
    for _ in 0..<100 { Disposal.drop(Witness { _ in freed.withLock { $0 += 1 } }, size: 2 << 20) }
    let end = ContinuousClock.now.advanced(by: .seconds(10))
    while freed.withLock({ $0 }) < 100, ContinuousClock.now < end { usleep(1000) }
    #expect(freed.withLock { $0 } == 100)
  }
}
