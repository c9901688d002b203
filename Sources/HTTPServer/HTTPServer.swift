// Dispatch's sources are thread-safe, and not marked so.
@preconcurrency import Dispatch
import Glibc
public import HTTPMessages

/// An HTTP/1.1 server on libmicrohttpd: I/O threads read and write, workers compute.
///
/// Once started it runs until it is drained, even if nothing refers to it any more.
public final class HTTPServer: Sendable {
  private enum Life: Sendable { case new, running(Daemon, any DispatchSourceTimer), over }

  /// How often deadlines are looked at.
  private static let tick = DispatchTimeInterval.milliseconds(50)
  /// How long answers on their way out are waited for when the time is over.
  private static let grace = Duration.seconds(1)

  /// How long no newcomer must have come before the port is closed.
  private static let quiet = Duration.milliseconds(100)

  private let pipeline: Pipeline
  private let life = Lock(Life.new)

  /// A server that does not listen yet; without `access` everyone may come in.
  public init(
    configuration: HTTPServerConfiguration, handler: any HTTPHandler,
    observer: (any HTTPServerObserver)? = nil, access: (any HTTPAccess)? = nil
  ) {
    pipeline = Pipeline(configuration, handler, observer, access)
  }

  /// Starts listening and says where: the configured port 0 has become a real one. A server starts once.
  public func start() throws(HTTPServerError) -> HTTPServerAddress {
    // A write to a connection whose client has left is an error to handle, not a reason to die.
    signal(SIGPIPE, SIG_IGN)
    return try life.withLock { life in
      Result { () throws(HTTPServerError) in try begin(&life) }
    }.get()
  }

  private func begin(_ life: inout Life) throws(HTTPServerError) -> HTTPServerAddress {
    guard case .new = life else { throw .alreadyStarted }
    try GateCheck.run()
    let listener = try Listener(pipeline.configuration)
    life = .running(try Daemon(listener: listener, pipeline: pipeline), watchDeadlines())
    return pipeline.configuration.tls == nil ? listener.address : listener.address.secured
  }

  /// Lets new connections begin with other credentials, if this server speaks TLS. Those there are go on with theirs.
  public func replace(_ credentials: TLSCredentials) { pipeline.credentials.replace(credentials) }

  /// How busy it is.
  public var load: HTTPServerLoad {
    let (waiting, computing) = pipeline.queue.load
    return HTTPServerLoad(
      active: pipeline.inFlight.count, queued: waiting,
      queueLength: max(0, pipeline.configuration.queueLength),
      computing: computing, workers: max(1, pipeline.configuration.workers),
      unseenHeads: HeadGate.unseen, connections: pipeline.connections.count,
      connectionLimit: pipeline.connections.limit,
      memory: pipeline.memory.held, memoryLimit: pipeline.memory.limit)
  }

  /// Whether it is stopping, or has stopped.
  public var isDraining: Bool { pipeline.inFlight.isDraining }

  /// Stops without losing a request: those whose head has arrived are served to the end, later ones are refused
  /// (`respondWhileDraining`, `.draining`), then the port is closed. Blocks, at most about `limit` and three seconds.
  ///
  /// What is not done within `limit` is answered with `.draining`. Returns whether nothing was lost; a second call
  /// finds nothing to do, and returns true.
  @discardableResult
  public func drain(within limit: Duration) -> Bool {
    let running: (Daemon, any DispatchSourceTimer)? = life.withLock { life in
      defer { life = .over }
      guard case .running(let daemon, let timer) = life else { return nil }
      return (daemon, timer)
    }
    if let (daemon, _) = running, daemon.isInherited { handOver(daemon) }
    pipeline.inFlight.startDraining()
    guard let (daemon, timer) = running else { return true }
    let nothingLost = pipeline.inFlight.waitForAdmitted(limit)
    // Stopping libmicrohttpd with a suspended connection is undefined: rather let it run.
    guard nothingLost || endByForce() else { return false }
    if nothingLost { pipeline.inFlight.waitForQuiet(HTTPServer.quiet, atMost: HTTPServer.grace) }
    timer.cancel()
    if !daemon.isInherited { daemon.quiesce() }
    pipeline.inFlight.waitForNewcomers(HTTPServer.grace)
    daemon.stop()
    pipeline.lingering.endAll()
    return nothingLost
  }

  /// Leaves newcomers to the process that comes next: they wait in the socket. Clients that are connected already are
  /// served, and sent away with their answers.
  private func handOver(_ daemon: Daemon) {
    daemon.quiesce()
    pipeline.inFlight.endConnections()
    let end = ContinuousClock.now.advanced(by: HTTPServer.grace)
    while pipeline.connections.count > 0, ContinuousClock.now < end { usleep(5000) }
  }

  /// Answers what has not been; true when no connection is suspended any more.
  private func endByForce() -> Bool {
    let end = ContinuousClock.now.advanced(by: HTTPServer.grace)
    var allAnswered = pipeline.answerAll()
    while !pipeline.inFlight.waitForAdmitted(.milliseconds(20)), ContinuousClock.now < end {
      allAnswered = pipeline.answerAll()
    }
    return allAnswered || pipeline.answerAll()
  }

  private func watchDeadlines() -> any DispatchSourceTimer {
    let timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "focald.deadlines"))
    timer.schedule(deadline: .now() + HTTPServer.tick, repeating: HTTPServer.tick)
    timer.setEventHandler { [pipeline] in pipeline.answerOverdue(at: .now) }
    timer.activate()
    return timer
  }
}
