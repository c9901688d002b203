import Dispatch
import HTTPMessages
import RawClient
import Testing

@testable import HTTPServer

/// The state by reference: `#expect` takes no mutating calls.
private final class Machine {
  private var state: ExchangeState

  init(limit: Int) { state = ExchangeState(receiver: BodyReceiver(declared: nil, limit: limit)) }

  var isSuspended: Bool { state.isSuspended }
  var isUnsettled: Bool { state.isUnsettled }
  var answer: ExchangeState.Answer? { state.answer }
  func visit() -> ExchangeState.Visit { state.visit() }
  func receive(_ piece: UnsafeRawBufferPointer, limit: Int) -> ExchangeState.Visit {
    state.receive(piece, limit: limit)
  }
  func enqueue() -> Bool { state.enqueue() }
  func beginAnswering(atMost limit: Int) -> ByteBuffer? { state.beginAnswering(atMost: limit) }
  func endAnswering(_ response: HTTPResponse) { state.endAnswering(response) }
  func beginComputing() -> ByteBuffer? { state.beginComputing() }
  func finish(_ response: HTTPResponse) -> Bool { state.finish(response) }
  func expire(_ response: HTTPResponse) -> Bool { state.expire(response) }
  func cutShort(_ response: HTTPResponse) -> Bool { state.cutShort(response) }
  func complete() { state.complete() }
}

@Suite struct ExchangeStateTests {
  /// Waiting ends where computing begins, or at the deadline; computing ends with the answer, whoever gives it.
  @Test func times_AreOfQueueAndWorker() {
    let start = ContinuousClock.now
    func state() -> ExchangeState {
      var state = ExchangeState(receiver: BodyReceiver(declared: nil, limit: 10))
      _ = state.visit()
      _ = state.enqueue(at: start)
      return state
    }
    var done = state()
    _ = done.beginComputing(at: start + .seconds(2))
    #expect(done.queueWait == .seconds(2) && done.workerTime == nil)
    _ = done.finish(answer, at: start + .seconds(5))
    #expect(done.queueWait == .seconds(2) && done.workerTime == .seconds(3))
    var waited = state()
    _ = waited.expire(late, at: start + .seconds(4))
    #expect(waited.queueWait == .seconds(4) && waited.workerTime == nil)
    var cut = state()
    _ = cut.beginComputing(at: start + .seconds(1))
    _ = cut.expire(late, at: start + .seconds(4))
    _ = cut.finish(answer, at: start + .seconds(9))
    #expect(cut.queueWait == .seconds(1) && cut.workerTime == .seconds(3))
    #expect(ExchangeState(receiver: BodyReceiver(declared: nil, limit: 10)).queueWait == nil)
  }

  private let answer = HTTPResponse(status: .ok)
  private let late = HTTPResponse(status: .gatewayTimeout)

  private func machine(limit: Int = 10) -> Machine { Machine(limit: limit) }

  private func computing() throws -> Machine {
    let state = machine()
    guard case .compute = state.visit() else { throw RawClient.Failure(description: "not to compute") }
    #expect(state.enqueue())
    #expect(state.beginComputing() != nil)
    return state
  }

  @Test func answering_IsNobodyElsesBusiness() throws {
    let state = machine()
    guard case .compute = state.visit() else { throw RawClient.Failure(description: "not to compute") }
    #expect(state.beginAnswering(atMost: 0) != nil)
    // No connection is suspended, and none will be.
    #expect(!state.isSuspended && !state.isUnsettled)
    #expect(!state.expire(late) && !state.finish(late) && !state.cutShort(late) && !state.enqueue())
    #expect(state.answer == nil)
    state.endAnswering(answer)
    #expect(state.answer?.code == 200)
    guard case .wait = state.visit() else { throw RawClient.Failure(description: "answered twice") }
  }

  @Test func answering_IsForSmallBodiesThatAreStillWanted() throws {
    let state = machine()
    let bytes: [UInt8] = [1, 2, 3]
    guard case .wait = bytes.withUnsafeBytes({ state.receive($0, limit: 10) }) else {
      throw RawClient.Failure(description: "not stored")
    }
    #expect(state.beginAnswering(atMost: 2) == nil)
    #expect(state.cutShort(late))
    #expect(state.beginAnswering(atMost: 3) == nil)
  }

  @Test func worker_WinsOverALaterDeadline() throws {
    let state = try computing()
    #expect(state.finish(answer))
    #expect(!state.expire(late))
    #expect(state.answer?.code == 200)
  }

  @Test func deadline_WinsOverALaterWorker() throws {
    let state = try computing()
    #expect(state.expire(late))
    #expect(!state.finish(answer))
    #expect(!state.expire(late))
    #expect(state.answer?.code == 504)
    guard case .respond(let response) = state.visit() else {
      Issue.record("nothing to send")
      return
    }
    #expect(response.status == .gatewayTimeout)
  }

  @Test func expiredWhileWaiting_IsNotComputed() {
    let state = machine()
    #expect(state.enqueue())
    #expect(state.isSuspended)
    #expect(state.expire(late))
    #expect(!state.isSuspended)
    #expect(state.beginComputing() == nil)
  }

  @Test func deadline_LeavesAnUploadAlone() {
    let state = machine()
    #expect(!state.expire(late))
    #expect(state.isUnsettled)
  }

  @Test func cutShort_IsForUploadsOnly() throws {
    let uploading = machine()
    #expect(uploading.cutShort(late))
    #expect(!uploading.enqueue())
    guard case .hangUp = uploading.visit() else {
      Issue.record("an upload cut short has to end")
      return
    }
    let computing = try computing()
    #expect(!computing.cutShort(late))
  }

  @Test func receivedBody_IsNoUploadAnyMore() {
    let state = machine()
    _ = state.visit()
    #expect(!state.cutShort(late))
    #expect(state.isUnsettled)
  }

  @Test func tooLargeBody_FailsAtTheFirstByteBeyond() {
    let state = machine(limit: 3)
    let bytes: [UInt8] = [1, 2, 3, 4]
    bytes.withUnsafeBytes { bytes in
      guard case .wait = state.receive(UnsafeRawBufferPointer(rebasing: bytes[..<3]), limit: 3) else {
        Issue.record("three are allowed")
        return
      }
      guard
        case .fail(.bodyTooLarge(limit: 3)) = state.receive(
          UnsafeRawBufferPointer(rebasing: bytes[3...]), limit: 3)
      else {
        Issue.record("four are not")
        return
      }
    }
  }

  @Test func completed_HangsUpOnAllThatFollows() throws {
    let state = try computing()
    state.complete()
    #expect(!state.finish(answer))
    #expect(!state.expire(late))
    #expect(!state.cutShort(late))
  }
}

@Suite struct BodyReceiverTests {
  @Test func declaredLength_IsNotTrusted() {
    let receiver = BodyReceiver(declared: 1 << 40, limit: 1 << 40)
    #expect(receiver.finish().capacity == 0)
    #expect(receiver.append(UnsafeRawBufferPointer(start: nil, count: 0)) == .stored)
  }

  @Test func capacity_StaysNearTheContent() {
    let piece = [UInt8](repeating: 1, count: 30_000)
    for declared in [nil, 3_000_000] {
      let receiver = BodyReceiver(declared: declared, limit: 4_000_000)
      for _ in 0..<100 { #expect(piece.withUnsafeBytes { receiver.append($0) } == .stored) }
      let body = receiver.finish()
      #expect(body.count == 3_000_000)
      #expect(body.capacity <= 3_000_000 * 9 / 8)
    }
  }
}

@Suite struct HTTPServerValueTests {
  @Test func duration_InDispatchsWords() {
    #expect(Duration.seconds(-1).dispatched == .nanoseconds(0))
    #expect(Duration.milliseconds(1500).dispatched == .nanoseconds(1_500_000_000))
    #expect(Duration.seconds(Int64.max).dispatched == .nanoseconds(Int(Int64.max / 2)))
    #expect(Duration.zero.wholeSeconds == 1)
    #expect(Duration.milliseconds(1500).wholeSeconds == 2)
    #expect(Duration.seconds(Int64.max).wholeSeconds == UInt32.max)
  }

  @Test(arguments: [
    ("Content-Length", "0", false, 0), ("Content-Length", "5", true, 5),
    ("Content-Length", "99999999999999999999", true, Int.max), ("Accept", "*/*", false, nil),
    ("Transfer-Encoding", "chunked", true, nil),
  ])
  func body_IsKnownFromTheHead(name: String, value: String, hasBody: Bool, length: Int?) {
    let head = HTTPRequestHead(method: .post, path: "/", headers: [name: value])
    #expect(head.hasBody == hasBody)
    #expect(head.declaredLength == length)
  }
}

@Suite struct MemoryBudgetTests {
  @Test func shares_TogetherHoldNoMoreThanTheBudget() {
    let budget = MemoryBudget(10 << 20)
    let piece = [UInt8](repeating: 7, count: 4 << 20)
    var receivers = (0..<3).map { _ in BodyReceiver(declared: 4 << 20, limit: 1 << 30, share: budget.share()) }
    let outcomes = receivers.map { receiver in piece.withUnsafeBytes { receiver.append($0) } }
    // Two of 4 MiB fit into 10, a third does not.
    #expect(outcomes == [.stored, .stored, .outOfMemory])
    receivers.removeAll()
    let later = BodyReceiver(declared: nil, limit: 1 << 30, share: budget.share())
    #expect(piece.withUnsafeBytes { later.append($0) } == .stored)
  }

  @Test func share_GrowsByWhatArrived_NotByWhatWasDeclared() {
    let budget = MemoryBudget(16 << 20)
    let share = budget.share()
    let receiver = BodyReceiver(declared: 64 << 20, limit: 1 << 30, share: share)
    let piece = [UInt8](repeating: 7, count: 1 << 20)
    var sizes: [Int] = []
    for _ in 0..<6 {
      #expect(piece.withUnsafeBytes { receiver.append($0) } == .stored)
      sizes.append(share.size >> 20)
    }
    // Doubling, so that the last byte is not waited for one by one.
    #expect(sizes == [1, 2, 4, 4, 8, 8])
    #expect(receiver.finish().count == 6 << 20)
  }
}
