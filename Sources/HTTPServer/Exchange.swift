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
  /// Whose it is, and whether it may go on.
  let admission: HTTPAdmission
  let arrival: ContinuousClock.Instant
  /// Where `InFlight` has it.
  let place: Int
  private let configuration: HTTPServerConfiguration
  /// What it takes of the memory for requests, until the answer is sent.
  let share: MemoryBudget.Share
  private let state: Lock<ExchangeState>

  init(
    _ head: HTTPRequestHead, _ plan: HTTPPlan, on connection: Connection, _ admission: HTTPAdmission,
    isAdmitted: Bool, at place: Int, defect: HTTPServerFailure?, _ share: MemoryBudget.Share,
    _ configuration: HTTPServerConfiguration
  ) {
    self.head = head
    self.plan = plan
    declaredLength = head.declaredLength
    hasBody = head.hasBody
    self.connection = connection
    self.isAdmitted = isAdmitted
    self.place = place
    self.defect = defect
    self.admission = admission
    self.configuration = configuration
    arrival = .now
    self.share = share
    let receiver = BodyReceiver(
      declared: declaredLength, limit: configuration.bodyLimit, aligned: plan.alignedPosition, share: share)
    state = Lock(ExchangeState(receiver: receiver))
  }

  /// Whose turn it takes.
  var client: HTTPClient.Identity { admission.client.identity }
  /// Fields of the server's own in its answer.
  var ownFields: [HTTPHeaders.Field] {
    var fields: [HTTPHeaders.Field] = []
    fields.reserveCapacity(3 + admission.fields.count)
    fields.append(HTTPHeaders.Field(name: RequestID.header, value: head.id))
    // No browser takes an answer for anything but what its type says.
    fields.append(HTTPHeaders.Field(name: "X-Content-Type-Options", value: "nosniff"))
    if let trace = head.trace { fields.append(HTTPHeaders.Field(name: TraceContext.header, value: trace.header)) }
    fields += admission.fields
    return fields
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
    return HTTPRequest(head: head, body: body, deadline: due, memory: share)
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
    return HTTPRequest(head: head, body: body, deadline: deadline, memory: share)
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

  /// Ends the connection of a client that reads its answer not at all, or a few bytes now and then.
  func endIfUnread(at now: ContinuousClock.Instant) {
    guard arrival.duration(to: now) > configuration.writeTimeout else { return }
    state.withLock { state in
      guard case .sending = state.phase, let bytes = connection.bytesAcknowledged else { return }
      guard let last = state.progress, bytes < last.bytes + Exchange.leastProgress else {
        state.progress = (bytes, now)
        return
      }
      if last.since.duration(to: now) > configuration.writeTimeout { connection.end() }
    }
  }

  /// Bytes of an answer that a client must read within the time for writing.
  private static let leastProgress: UInt64 = 16 << 10

  /// Whether it is short work, once its body is here.
  var isShort: Bool { state.withLock { $0.bytesIn } <= plan.shortBodyLimit }

  private func cutShort(_ response: HTTPResponse, then finish: () -> Void = {}) {
    state.withLock { state in
      guard state.cutShort(response) else { return }
      connection.answerDirectly(response, ownFields, bodyless: head.method == .head)
      finish()
    }
  }

  var isSuspended: Bool { state.withLock { $0.isSuspended } }
  var isReceiving: Bool { state.withLock { $0.isReceiving } }
  var isUnsettled: Bool { state.withLock { $0.isUnsettled } }
}
