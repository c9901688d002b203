import HTTPMessages

/// One request and its answer, from the first callback to the completed callback.
///
/// The state decides, and what follows from a decision is done under the same lock: a connection is suspended
/// exactly while the state says so, and its pointer is not used after `complete`.
final class Exchange: Sendable {
  let head: HTTPRequestHead
  let plan: HTTPPlan
  let connection: Connection
  /// What `Content-Length` says.
  let declaredLength: Int?
  /// Whether a body follows the head.
  let hasBody: Bool
  /// Whether it was taken in before draining began; the drain waits for it.
  let isAdmitted: Bool
  /// Why it is refused whatever it asks for; its connection ends with the answer.
  let defect: HTTPServerFailure?
  let arrival: ContinuousClock.Instant
  private let configuration: HTTPServerConfiguration
  /// What its body takes of the memory for bodies, until the answer is sent.
  private let share: BodyBudget.Share
  private let state: Lock<ExchangeState>

  init(
    _ head: HTTPRequestHead, _ plan: HTTPPlan, on connection: Connection, isAdmitted: Bool,
    defect: HTTPServerFailure?, _ share: BodyBudget.Share, _ configuration: HTTPServerConfiguration
  ) {
    self.head = head
    self.plan = plan
    declaredLength = head.declaredLength
    hasBody = head.hasBody
    self.connection = connection
    self.isAdmitted = isAdmitted
    self.defect = defect
    self.configuration = configuration
    arrival = .now
    self.share = share
    let receiver = BodyReceiver(
      declared: declaredLength, limit: configuration.bodyLimit, aligned: plan.alignedPosition, share: share)
    state = Lock(ExchangeState(receiver: receiver))
  }

  /// When the answer is due.
  var deadline: ContinuousClock.Instant { arrival.advanced(by: configuration.deadline) }
  /// When the body is due.
  var bodyDue: ContinuousClock.Instant { arrival.advanced(by: configuration.bodyTimeout) }

  // MARK: Network thread

  func receive(_ piece: UnsafeRawBufferPointer) -> ExchangeState.Visit {
    state.withLock { $0.receive(piece, limit: configuration.bodyLimit) }
  }

  func visit() -> ExchangeState.Visit { state.withLock { $0.visit() } }

  func answerAtOnce(_ response: HTTPResponse) -> Bool { state.withLock { $0.answerAtOnce(response) } }

  /// Ends an upload with an answer; the caller ends the connection.
  func refuseUpload(_ response: HTTPResponse) { cutShort(response) }

  /// Suspends the connection until `finish` or `expire`.
  func enqueue() -> Bool {
    state.withLock { state in
      guard state.enqueue() else { return false }
      connection.suspend()
      return true
    }
  }

  /// The request, to be answered here and now: it is complete, small enough for its plan, and not late. Nil: it goes to
  /// a worker.
  func beginAnswering() -> HTTPRequest? {
    guard case .prompt(let limit) = plan.moment else { return nil }
    let due = deadline
    guard due > .now, let body = state.withLock({ $0.beginAnswering(atMost: limit) }) else { return nil }
    return HTTPRequest(head: head, body: body, deadline: due)
  }

  /// The answer computed here and now is about to be sent.
  func endAnswering(_ response: HTTPResponse) { state.withLock { $0.endAnswering(response) } }

  /// The end: nothing touches the connection after this.
  func complete() -> ExchangeState {
    state.withLock { state in
      let last = state
      state.complete()
      return last
    }
  }

  // MARK: Worker

  func beginComputing() -> HTTPRequest? {
    guard let body = state.withLock({ $0.beginComputing() }) else { return nil }
    return HTTPRequest(head: head, body: body, deadline: deadline)
  }

  /// Resumes the connection with the answer, unless another one was faster.
  func finish(_ response: HTTPResponse) {
    state.withLock { if $0.finish(response) { connection.resume() } }
  }

  // MARK: Deadline and drain

  /// Answers in the worker's place. False: not needed.
  @discardableResult
  func expire(_ response: HTTPResponse) -> Bool {
    state.withLock { state in
      guard state.expire(response) else { return false }
      connection.resume()
      return true
    }
  }

  /// Ends an upload, if it still is one, with an answer, and its connection.
  func endUpload(_ response: HTTPResponse) { cutShort(response) { connection.stopReading() } }

  /// Ends an upload whose client has left. libmicrohttpd 0.9.75 overlooks a close that comes together with the last
  /// piece: a read that fills its buffer only in part counts as the end of what there is, and no event follows.
  func endIfAbandoned() {
    state.withLock { if $0.isReceiving && connection.isAbandoned { connection.stopReading() } }
  }

  private func cutShort(_ response: HTTPResponse, then finish: () -> Void = {}) {
    state.withLock { state in
      guard state.cutShort(response) else { return }
      connection.answerDirectly(response, id: head.id, bodyless: head.method == .head)
      finish()
    }
  }

  var isSuspended: Bool { state.withLock { $0.isSuspended } }
  var isReceiving: Bool { state.withLock { $0.isReceiving } }
  var isUnsettled: Bool { state.withLock { $0.isUnsettled } }
}
