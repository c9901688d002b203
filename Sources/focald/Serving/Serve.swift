import Glibc
import HTTPServer
import Logging

/// Serves until a signal comes; the answer is the exit status: 0, or 1 if an admitted request was lost.
func serve(_ settings: Settings) -> Int32 {
  let signals = StopSignals()
  let log = makeLogger(settings)
  let status = ServerStatus()
  let server = makeServer(settings, status, log)
  do {
    let address = try server.start()
    log.info("listening on http://\(address)", metadata: ["version": .string(focaldVersion)])
  } catch {
    log.critical("\(error)")
    return EXIT_FAILURE
  }
  signals.wait()
  return stop(server, settings, status, log)
}

private func makeServer(_ settings: Settings, _ status: ServerStatus, _ log: Logger) -> HTTPServer {
  let service = makeService(settings, status, log)
  let accessLog = settings[Settings.accessLog] ? [AccessLog(log: log)] : []
  let server = HTTPServer(
    configuration: HTTPServerConfiguration(settings), handler: service.handler,
    observer: Observers(all: service.observers + accessLog))
  status.watch(server)
  return server
}

/// The way out: say not ready, wait, let the admitted requests be answered.
private func stop(_ server: HTTPServer, _ settings: Settings, _ status: ServerStatus, _ log: Logger) -> Int32 {
  log.info("draining", metadata: ["drain_time": .string(settings.text(of: Settings.drainTime))])
  status.withdraw()
  sleep(settings[Settings.drainDelay])
  guard server.drain(within: settings[Settings.drainTime]) else {
    log.error("stopped; some requests were not answered within drain_time")
    return EXIT_FAILURE
  }
  log.info("stopped")
  return EXIT_SUCCESS
}

/// Blocks this thread.
private func sleep(_ time: Duration) {
  let (seconds, attoseconds) = time.components
  var left = timespec(tv_sec: Int(seconds), tv_nsec: Int(attoseconds / 1_000_000_000))
  var rest = left
  while nanosleep(&left, &rest) != 0 && errno == EINTR { left = rest }
}

/// The program's logger.
private func makeLogger(_ settings: Settings) -> Logger {
  let handler = LineLogHandler(level: settings[Settings.logLevel], format: settings[Settings.logFormat])
  return Logger(label: "focald") { _ in handler }
}

extension HTTPServerConfiguration {
  /// What the settings say of the server.
  init(_ settings: Settings) {
    self.init()
    host = settings[Settings.host]
    port = UInt16(clamping: settings[Settings.port])
    ioThreads = settings[Settings.ioThreads]
    workers = settings[Settings.workers] ?? usableProcessors()
    queueLength = settings[Settings.queueLength]
    bodyLimit = settings[Settings.bodyLimit]
    bodyMemory = settings[Settings.bodyMemory]
    connectionLimit = settings[Settings.connectionLimit]
    deadline = settings[Settings.deadline]
    connectionTimeout = settings[Settings.connectionTimeout]
    headTimeout = settings[Settings.headTimeout]
    bodyTimeout = settings[Settings.bodyTimeout]
  }
}
