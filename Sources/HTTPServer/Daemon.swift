import CMicroHTTPD
import Glibc

/// A running libmicrohttpd: the only type that holds its pointer.
///
/// `@unchecked Sendable`: libmicrohttpd guards its daemon itself; `HTTPServer` stops it once and forgets it.
struct Daemon: @unchecked Sendable {
  /// Head and read buffer of a connection; a head that does not fit is answered 431 by libmicrohttpd.
  /// libmicrohttpd clears all of it after each request.
  private static let connectionMemory = 32 << 10

  private let pointer: OpaquePointer
  private let listener: Int32?
  /// Whether the socket outlives this process: its successor takes the connections that wait.
  let isInherited: Bool
  /// What libmicrohttpd has read of it must live as long.
  private let credentials: TLSCredentials?
  /// Callbacks use it for as long as the daemon runs.
  private let context: Unmanaged<Pipeline>

  /// Starts the I/O threads. Without a listener connections come by `add`.
  init(listener: Listener?, pipeline: Pipeline) throws(HTTPServerError) {
    shim_give_large_blocks_back()
    let configuration = pipeline.configuration
    let threads = UInt32(clamping: max(1, configuration.ioThreads))
    let context = Unmanaged.passRetained(pipeline)
    self.context = context
    if let listener { HeadGate.listen(listener.socket) }
    credentials = pipeline.credentials.current
    let started = Daemon.withSecrets(of: credentials) { secrets in
      shim_start_daemon(
        listener?.socket ?? -1, onAccess, onCompleted, onConnection, onUnescape, context.toOpaque(),
        threads > 1 && listener != nil ? threads : 0,
        // libmicrohttpd shares the connections out over its threads.
        // One more each, so that a new one comes in, and an idle one goes.
        UInt32(clamping: configuration.connectionLimit).addingReportingOverflow(threads).partialValue,
        configuration.connectionTimeout.wholeSeconds, Daemon.connectionMemory, secrets)
    }
    guard let pointer = started else {
      if let listener { HeadGate.unlisten(listener.socket) }
      context.release()
      throw .cannotStart(reason: String(cString: strerror(errno)))
    }
    self.pointer = pointer
    self.listener = listener?.socket
    isInherited = listener?.isInherited ?? false
  }

  private static func withSecrets<Result>(
    of credentials: TLSCredentials?, _ body: (UnsafePointer<shim_tls>?) -> Result
  ) -> Result {
    guard let credentials else { return body(nil) }
    return credentials.certificate.withUnsafeBytes { certificate in
      credentials.key.withUnsafeBytes { key in
        TLSCredentials.priorities.withCString { priorities in
          var secrets = shim_tls(
            certificate: certificate.baseAddress?.assumingMemoryBound(to: CChar.self),
            key: key.baseAddress?.assumingMemoryBound(to: CChar.self), priorities: priorities)
          return body(&secrets)
        }
      }
    }
  }

  /// Serves a client on that socket, which is the daemon's from here on. False: it cannot.
  func add(_ socket: Int32) -> Bool {
    var name = sockaddr(sa_family: sa_family_t(AF_UNIX), sa_data: sockaddr().sa_data)
    return MHD_add_connection(pointer, socket, &name, socklen_t(MemoryLayout<sa_family_t>.size)) == .YES
  }

  /// Refuses new connections; those there are live on.
  func quiesce() {
    MHD_quiesce_daemon(pointer)
    // Not yet closed, as a thread may be about to accept on that number; the kernel refuses newcomers all the same.
    if let listener, !isInherited { shutdown(listener, Int32(SHUT_RDWR)) }
  }

  /// Closes all connections and ends the threads. No connection may be suspended.
  func stop() {
    MHD_stop_daemon(pointer)
    if let listener {
      HeadGate.unlisten(listener)
      close(listener)
    }
    context.release()
  }
}
