import Dispatch
import HTTPMessages

/// The way of a request: what happens at each callback, on the worker, and at the deadline.
final class Pipeline: Sendable {
  let configuration: HTTPServerConfiguration
  let memory: MemoryBudget
  let inFlight = InFlight()
  let queue: WorkerQueue
  let lingering = LingeringClose()
  let connections: Connections
  let credentials: TLSSource
  private let gate: HeadGate
  private let handler: any HTTPHandler
  private let observer: (any HTTPServerObserver)?
  private let access: (any HTTPAccess)?
  /// A refused body of so many bytes is read, so that its connection can go on.
  private static let smallBody = 64 << 10

  init(
    _ configuration: HTTPServerConfiguration, _ handler: any HTTPHandler,
    _ observer: (any HTTPServerObserver)?, _ access: (any HTTPAccess)? = nil
  ) {
    self.access = access
    credentials = TLSSource(configuration.tls)
    self.configuration = configuration
    memory = MemoryBudget(configuration.memory)
    connections = Connections(limit: configuration.connectionLimit, clientLimit: configuration.clientConnectionLimit)
    gate = HeadGate(configuration)
    self.handler = handler
    self.observer = observer
    queue = WorkerQueue(workers: configuration.workers, length: configuration.queueLength) { exchange in
      // Nil: answered by the deadline while it waited.
      guard let request = exchange.beginComputing() else { return }
      let response = exchange.plan.respond(request)
      // What the computation took is free; the answer stays until it is sent.
      exchange.share.shrink(to: response.bodyCount)
      exchange.finish(response)
    }
  }

  // MARK: Callbacks. False ends the connection.

  /// A connection has begun. One that cannot be guarded ends before a byte of it is read.
  func open(_ connection: Connection) {
    let (session, credentials) = (connection.session, credentials.current)
    let isGuarded = gate.open(connection.socket, isTLS: session != nil)
    let isSecured = session.flatMap { session in credentials.map { session.begin(with: $0) } } ?? (session == nil)
    let address = connection.address
    let isOneClient = access?.speaksForOthers(address) != true
    let isWithinLimits = connections.open(
      connection.socket, from: isOneClient ? address?.household : nil, with: credentials)
    if !isGuarded || !isSecured || !isWithinLimits { connection.end() }
  }

  func close(_ connection: Connection) {
    connections.close(connection.socket)
    gate.close(connection.socket)
  }

  func makeExchange(_ head: HTTPRequestHead, on connection: Connection) -> Exchange {
    observer?.began(head)
    let peer = connections.began(connection.socket) ?? note(connection)
    let (plan, defect) = (handler.plan(for: head), gate.head(connection.socket))
    let admission = admission(of: head, plan, peer, isSound: defect == nil)
    return inFlight.add {
      Exchange(
        head, plan, on: connection, admission, isAdmitted: $0, at: $1, defect: defect, memory.share(), configuration)
    }
  }

  /// Looks up, once a connection, who is at its other end.
  private func note(_ connection: Connection) -> HTTPPeer {
    let peer = HTTPPeer(address: connection.address, certificate: connection.session?.certificate ?? .none)
    connections.note(peer, at: connection.socket)
    return peer
  }

  /// What a malformed head says of its sender is not believed.
  private func admission(of head: HTTPRequestHead, _ plan: HTTPPlan, _ peer: HTTPPeer, isSound: Bool) -> HTTPAdmission {
    guard let access, isSound else { return HTTPAdmission(client: HTTPClient(address: peer.address)) }
    return access.admit(head, to: plan.door, cost: plan.cost, from: peer)
  }

  /// The head is here. What is refused now is refused before a byte of the body is stored.
  func begin(_ exchange: Exchange) -> Bool {
    guard let refusal = refusal(of: exchange) else { return true }
    if exchange.defect != nil, exchange.hasBody {
      // libmicrohttpd would wait for the body, which is never read.
      exchange.refuseUpload(refusal)
      return false
    }
    guard exchange.answerAtOnce(refusal) else { return true }
    // Answering before the end of a request costs its connection; where no body follows the end is one visit away.
    return exchange.hasBody || exchange.defect != nil
      ? proceed(exchange, UnsafeRawBufferPointer(start: nil, count: 0)) : true
  }

  /// A piece of the body, its end (an empty piece), or the return visit.
  func proceed(_ exchange: Exchange, _ piece: UnsafeRawBufferPointer) -> Bool {
    if exchange.hasBody, exchange.isReceiving, let defect = gate.body(exchange.connection.socket) {
      exchange.refuseUpload(handler.response(to: defect, of: exchange.head))
      return false
    }
    switch piece.isEmpty ? exchange.visit() : exchange.receive(piece) {
    case .wait: return true
    case .hangUp: return false
    case .fail(let failure):
      exchange.refuseUpload(handler.response(to: failure, of: exchange.head))
      return false
    case .compute: return compute(exchange)
    case .respond(let response):
      // The return visit. A request is seen by libmicrohttpd's thread for the last time in `compute`, which suspends
      // its connection: the thread forgets it and serves others. Later, on another thread, a worker (`finish`) or
      // the deadline (`expire`) puts an answer into the exchange and resumes the connection. Resuming sends nothing:
      // it only wakes the network thread, which takes the connection back into its loop and, since the request is
      // complete and no response is queued, calls the access callback once more with an empty piece. It looks just
      // like the end of a body; the exchange's phase tells the two apart. Queueing the response here, and not on the
      // worker, keeps every use of the connection but `resume` on the one thread that owns it.
      return send(response, exchange)
    }
  }

  /// The answer is sent, or the connection has failed.
  func complete(_ exchange: Exchange, sent: Bool) {
    gate.answered(exchange.connection.socket)
    connections.ended(exchange.connection.socket)
    let state = exchange.complete()
    Disposal.drop(state, size: state.bytesIn)
    var wasCutShort = false
    if case .cutShort = state.phase { wasCutShort = true }
    let isCutOff = exchange.hasBody && !state.isWhollyReceived || exchange.defect != nil
    if isCutOff && (sent || wasCutShort) {
      lingering.adopt(exchange.connection.socket)
    }
    let delivered = sent || wasCutShort
    let bytesOut = delivered && exchange.head.method != .head ? state.answer?.bytes ?? 0 : 0
    access?.ended(exchange.admission, bytes: state.bytesIn + bytesOut, cost: state.answer?.cost)
    observer?.ended(
      HTTPExchangeRecord(
        client: exchange.admission.client, head: exchange.head, statusCode: state.answer?.code,
        route: state.answer?.route, model: state.answer?.model, queueWait: state.queueWait,
        workerTime: state.workerTime, bytesIn: state.bytesIn, bytesOut: bytesOut,
        duration: exchange.arrival.duration(to: .now), clientWentAway: !delivered))
    inFlight.remove(exchange)
  }

  private func refusal(of exchange: Exchange) -> HTTPResponse? {
    let (head, plan) = (exchange.head, exchange.plan)
    if let defect = exchange.defect { return handler.response(to: defect, of: head) }
    if !exchange.isAdmitted, !(plan.moment == .early && plan.answersWhileDraining) {
      return handler.response(to: .draining, of: head)
    }
    if let declared = exchange.declaredLength, declared > configuration.bodyLimit {
      return handler.response(to: .bodyTooLarge(limit: configuration.bodyLimit), of: head)
    }
    if let refusal = exchange.admission.refusal {
      return isBodySmall(exchange) ? nil : handler.response(to: refusal, of: head)
    }
    return plan.moment == .early ? plan.respond(HTTPRequest(head: head)) : nil
  }

  private func isBodySmall(_ exchange: Exchange) -> Bool {
    exchange.hasBody && (exchange.declaredLength ?? .max) <= Pipeline.smallBody
  }

  /// All of the request is here: answers it if that is quick, else suspends its connection and hands it to a worker. A
  /// full queue refuses both alike.
  private func compute(_ exchange: Exchange) -> Bool {
    if let refusal = exchange.admission.refusal { return refuse(exchange, refusal) }
    switch queue.reserve(for: exchange.client) {
    case .reserved: break
    case .reservedFor(let other): other.expire(handler.response(to: .overloaded, of: other.head))
    case .none: return refuse(exchange, .overloaded)
    }
    if let request = exchange.beginAnswering() {
      // Suspending, waking a worker and waking this thread again would take longer than the answer does.
      defer { queue.release() }
      let response = exchange.plan.respond(request)
      exchange.endAnswering(response)
      return send(response, exchange)
    }
    guard exchange.enqueue() else {
      queue.release()
      return false
    }
    queue.submit(exchange)
    return true
  }

  /// Answers a whole request without computing.
  private func refuse(_ exchange: Exchange, _ failure: HTTPServerFailure) -> Bool {
    exchange.answerAtOnce(handler.response(to: failure, of: exchange.head))
      && proceed(exchange, UnsafeRawBufferPointer(start: nil, count: 0))
  }

  private func send(_ response: HTTPResponse, _ exchange: Exchange) -> Bool {
    exchange.connection.send(
      response, exchange.ownFields, thenClose: inFlight.endsConnections || exchange.defect != nil)
  }
}

extension Pipeline {
  // MARK: Deadlines

  /// Answers what is overdue and ends what is abandoned: a suspended connection never times out by itself.
  func answerOverdue(at now: ContinuousClock.Instant) {
    gate.tick()
    for exchange in inFlight.all {
      if exchange.deadline <= now, exchange.isSuspended {
        expire(exchange, .deadlineExceeded)
      } else if exchange.bodyDue <= now, exchange.isReceiving {
        exchange.endUpload(handler.response(to: .bodyTimeout, of: exchange.head))
      } else {
        exchange.endIfAbandoned()
        exchange.endIfUnread(at: now)
      }
    }
  }

  /// Answers all that is still at work. True: no connection is suspended, and none will be.
  func answerAll() -> Bool {
    let admitted = inFlight.all.filter(\.isAdmitted)
    for exchange in admitted {
      if exchange.isSuspended {
        expire(exchange, .draining)
      } else if exchange.isReceiving {
        exchange.endUpload(handler.response(to: .draining, of: exchange.head))
      }
    }
    return admitted.allSatisfy { !$0.isUnsettled }
  }

  private func expire(_ exchange: Exchange, _ failure: HTTPServerFailure) {
    if exchange.expire(handler.response(to: failure, of: exchange.head)) { queue.discard(exchange) }
  }
}
