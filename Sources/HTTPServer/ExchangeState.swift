import HTTPMessages

/// How far a request has come: receiving → queued → computing → answered → sending → completed, or, if it is a small
/// one, receiving → answering → sending → completed.
///
/// Pure: it says what may happen, and its owner does it. Worker, deadline and network thread may all want to answer;
/// the first to ask gets yes, the others no.
struct ExchangeState: Sendable {
  enum Phase: Sendable {
    /// The head is here, the body is coming.
    case receiving(BodyReceiver)
    /// Suspended, waiting for a worker.
    case queued(ByteBuffer)
    /// Suspended, a worker is at it.
    case computing
    /// Being computed on the network thread; the connection is not suspended, and nothing else may answer.
    case answering
    /// The answer waits for the network thread.
    case answered(HTTPResponse)
    /// The answer is libmicrohttpd's.
    case sending
    /// The answer went past libmicrohttpd in the middle of the body; the connection has to end.
    case cutShort
    /// Over; the connection's pointer is dead.
    case completed
  }

  /// What to do at a visit of the network thread.
  enum Visit { case wait, fail(HTTPServerFailure), respond(HTTPResponse), compute, hangUp }

  /// What is known of the answer, for the record.
  struct Answer: Sendable {
    var code: Int
    var route: String?
    var model: String?
    var bytes: Int
    var cost: Int?
  }

  /// When it went to the workers, when one took it, and when that was over.
  private var enqueued, begun, finished: ContinuousClock.Instant?

  /// How long it waited for a worker; nil: it needed none.
  var queueWait: Duration? { enqueued.flatMap { start in (begun ?? finished).map { start.duration(to: $0) } } }
  /// How long a worker was at it; nil: none was.
  var workerTime: Duration? { begun.flatMap { start in finished.map { start.duration(to: $0) } } }

  private(set) var phase: Phase
  private(set) var answer: Answer?
  private(set) var bytesIn = 0
  /// How far the client has read its answer, and when that was seen.
  var progress: (bytes: UInt64, since: ContinuousClock.Instant)?
  /// Whether all of the body was taken in (or there is none).
  private(set) var isWhollyReceived = false

  init(receiver: BodyReceiver) { phase = .receiving(receiver) }

  /// Network thread: a piece of the body.
  mutating func receive(_ piece: UnsafeRawBufferPointer, limit: Int) -> Visit {
    switch phase {
    case .receiving(let receiver):
      bytesIn += piece.count
      switch receiver.append(piece) {
      case .stored: return .wait
      case .tooLarge: return .fail(.bodyTooLarge(limit: limit))
      case .outOfMemory: return .fail(.outOfMemory)
      }
    case .answered: return .wait
    case .queued, .computing, .answering, .sending, .cutShort, .completed: return .hangUp
    }
  }

  /// Network thread: nothing more is coming, or the connection was resumed.
  mutating func visit() -> Visit {
    switch phase {
    case .receiving:
      isWhollyReceived = true
      return .compute
    case .answered(let response):
      phase = .sending
      return .respond(response)
    case .queued, .computing, .answering, .sending: return .wait
    case .cutShort, .completed: return .hangUp
    }
  }

  /// Network thread: the request goes to the workers. False: it has been cut short meanwhile.
  mutating func enqueue(at now: ContinuousClock.Instant = .now) -> Bool {
    guard case .receiving(let receiver) = phase else { return false }
    enqueued = now
    phase = .queued(receiver.finish())
    return true
  }

  /// Network thread: takes the body to compute with at once. Nil: it is larger than that, or has been cut short.
  mutating func beginAnswering(atMost limit: Int) -> ByteBuffer? {
    guard case .receiving(let receiver) = phase, receiver.count <= limit else { return nil }
    phase = .answering
    return receiver.finish()
  }

  /// Network thread: the answer computed at once.
  mutating func endAnswering(_ response: HTTPResponse) {
    guard case .answering = phase else { return }
    settle(.sending, response)
  }

  /// Worker: takes the body to compute with. Nil: the request has been answered without it.
  mutating func beginComputing(at now: ContinuousClock.Instant = .now) -> ByteBuffer? {
    guard case .queued(let body) = phase else { return nil }
    begun = now
    phase = .computing
    return body
  }

  /// Network thread: an answer without computing.
  mutating func answerAtOnce(_ response: HTTPResponse) -> Bool {
    guard case .receiving = phase else { return false }
    return settle(.answered(response), response)
  }

  /// Worker: the answer. False: too late, drop it.
  mutating func finish(_ response: HTTPResponse, at now: ContinuousClock.Instant = .now) -> Bool {
    guard case .computing = phase else { return false }
    finished = now
    return settle(.answered(response), response)
  }

  /// Deadline: an answer in the worker's place. False: there is one, or the body is still coming.
  mutating func expire(_ response: HTTPResponse, at now: ContinuousClock.Instant = .now) -> Bool {
    guard isSuspended else { return false }
    finished = now
    return settle(.answered(response), response)
  }

  /// The upload ends here, answered directly. False: it is no upload any more.
  mutating func cutShort(_ response: HTTPResponse) -> Bool {
    guard case .receiving = phase, !isWhollyReceived else { return false }
    return settle(.cutShort, response)
  }

  /// The request is over, well or not.
  mutating func complete() { phase = .completed }

  /// Whether the connection is out of libmicrohttpd's loop.
  var isSuspended: Bool {
    switch phase {
    case .queued, .computing: true
    default: false
    }
  }

  /// Whether the body is still coming.
  var isReceiving: Bool {
    guard case .receiving = phase else { return false }
    return !isWhollyReceived
  }

  /// Whether the connection is suspended, or may be yet.
  var isUnsettled: Bool {
    switch phase {
    case .receiving, .queued, .computing: true
    case .answering, .answered, .sending, .cutShort, .completed: false
    }
  }

  @discardableResult
  private mutating func settle(_ phase: Phase, _ response: HTTPResponse) -> Bool {
    self.phase = phase
    answer = Answer(
      code: response.status.code, route: response.route, model: response.model, bytes: response.bodyCount,
      cost: response.cost)
    return true
  }
}
