import Access
import Glibc
import HTTPServer
import Logging
import Operations

/// Serves until a signal comes; the answer is the exit status: 0, or 1 if an admitted request was lost.
func serve(_ settings: Settings) throws(SettingError) -> Int32 {
  let access = AccessControl(try AccessRules(settings))
  var configuration = HTTPServerConfiguration(settings)
  configuration.tls = try settings.tlsCredentials()
  let signals = StopSignals()
  let manager = ServiceManager()
  let lines = LogQueue()
  // Not longer: a pipe that is not read must not keep the process.
  defer { lines.flush(within: .seconds(1)) }
  let log = makeLogger(settings, lines)
  let write: @Sendable (String) -> Void = { lines.append($0) }
  let accessLog = AccessLog(log: log, write: settings.logLines == .json ? write : nil)
  let status = ServerStatus(log: lines)
  let networks = ServedNetworks(processors: configuration.workers)
  try configuration.makeRoom(for: networks.load(settings))
  let kept = KeptMemory(of: configuration.memory)
  defer { withExtendedLifetime(kept) {} }
  let (server, admin) = makeServers(settings, configuration, status, access, networks.store, accessLog)
  let reload = Reload(
    settings: settings, access: access, networks: networks, server: server, manager: manager, log: log)
  signals.onHangup { reload.run() }
  do {
    if let place = try admin?.start() { log.info("health and metrics on \(place.url)") }
    let address = try server.start()
    log.info("listening on \(address.url)", metadata: ["version": .string(focaldVersion)])
    manager.notify(.ready, status: "listening on \(address.url)")
  } catch {
    log.critical("\(error)")
    return EXIT_FAILURE
  }
  signals.wait()
  manager.notify(.stopping, status: "draining")
  let result = stop(server, settings, status, log)
  admin?.drain(within: .zero)
  return result
}

private func makeServers(
  _ settings: Settings, _ configuration: HTTPServerConfiguration, _ status: ServerStatus, _ access: AccessControl,
  _ networks: NetworkStore, _ accessLog: AccessLog
) -> (server: HTTPServer, admin: HTTPServer?) {
  let service = makeService(settings, status, networks, accessLog.log)
  let server = HTTPServer(
    configuration: configuration, handler: service.handler,
    observer: Observers(all: service.observers + (settings[Settings.accessLog] ? [accessLog] : [])), access: access)
  status.watch(server)
  let admin = HTTPServerConfiguration(admin: settings).map { HTTPServer(configuration: $0, handler: service.admin) }
  return (server, admin)
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
private func makeLogger(_ settings: Settings, _ lines: LogQueue) -> Logger {
  let handler = LineLogHandler(level: settings[Settings.logLevel], format: settings.logLines) { lines.append($0) }
  return Logger(label: "focald") { _ in handler }
}

extension Settings {
  /// How log lines look here.
  fileprivate var logLines: LineFormat { self[Settings.logFormat].lines(isTerminal: isatty(STDERR_FILENO) == 1) }
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
    memory = settings[Settings.memory] ?? usableMemory() / 2
    writeTimeout = settings[Settings.writeTimeout]
    connectionLimit = settings[Settings.connectionLimit]
    clientConnectionLimit = settings[Settings.clientConnectionLimit] ?? (connectionLimit + 1) / 2
    deadline = settings[Settings.deadline]
    connectionTimeout = settings[Settings.connectionTimeout]
    headTimeout = settings[Settings.headTimeout]
    bodyTimeout = settings[Settings.bodyTimeout]
  }

  /// Of the listener for health and metrics alone; nil: there is none.
  init?(admin settings: Settings) {
    guard let port = settings[Settings.adminPort] else { return nil }
    self.init()
    host = settings[Settings.host].hasPrefix("unix:") ? "127.0.0.1" : settings[Settings.host]
    self.port = UInt16(clamping: port)
    inheritsListener = false
    ioThreads = 1
    workers = 1
    connectionLimit = 64
    connectionTimeout = .seconds(10)
    headTimeout = .seconds(5)
    bodyLimit = 0
  }
}
