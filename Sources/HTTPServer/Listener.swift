import CMicroHTTPD
import Glibc

/// A listening socket: TCP, Unix, or one that the service manager has made. Made here and not by libmicrohttpd, which does
/// not say why it cannot.
struct Listener {
  static let backlog: Int32 = 1024

  let socket: Int32
  let address: HTTPServerAddress
  /// Whether the service manager keeps it when this process ends.
  let isInherited: Bool

  /// The socket that the configuration means.
  init(_ configuration: HTTPServerConfiguration) throws(HTTPServerError) {
    if configuration.inheritsListener, let inherited = Listener.inherited {
      self.init(inherited: inherited)
    } else if configuration.host.hasPrefix(Listener.unixPrefix) {
      try self.init(path: String(configuration.host.dropFirst(Listener.unixPrefix.count)))
    } else {
      try self.init(host: configuration.host, port: configuration.port)
    }
  }

  /// Listens at the first address of the host that lets it.
  init(host: String, port: UInt16) throws(HTTPServerError) {
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    hints.ai_flags = Int32(AI_PASSIVE | AI_NUMERICSERV)
    var list: UnsafeMutablePointer<addrinfo>?
    let status = getaddrinfo(host, String(port), &hints, &list)
    guard status == 0, !host.isEmpty else {
      throw .unknownHost(host, reason: host.isEmpty ? "it is empty" : String(cString: gai_strerror(status)))
    }
    defer { freeaddrinfo(list) }
    var failure = ENOENT
    var candidate = list
    while let entry = candidate?.pointee {
      if let socket = Listener.open(entry) {
        self.socket = socket
        isInherited = false
        address = Listener.address(of: socket)
        return
      }
      failure = errno
      candidate = entry.ai_next
    }
    throw .cannotListen(HTTPServerAddress(host: host, port: port), reason: Listener.words(for: failure))
  }

  /// A bound, listening socket; nil, with `errno` set, where that cannot be.
  private static func open(_ entry: addrinfo) -> Int32? {
    let type = entry.ai_socktype | Int32(SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
    let socket = Glibc.socket(entry.ai_family, type, entry.ai_protocol)
    guard socket >= 0 else { return nil }
    // A restarted server is not kept waiting by its predecessor's connections in TIME_WAIT.
    var yes: Int32 = 1
    setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    Listener.boundUnsent(socket)
    guard bind(socket, entry.ai_addr, entry.ai_addrlen) == 0, listen(socket, backlog) == 0 else {
      let failure = errno
      close(socket)
      errno = failure
      return nil
    }
    return socket
  }

  /// Bytes of an answer that the kernel may keep and has not sent: a client that reads slowly costs no more of its memory.
  /// Inherited by the connections.
  static func boundUnsent(_ socket: Int32) {
    var most: Int32 = 128 << 10
    setsockopt(socket, Int32(IPPROTO_TCP), shim_tcp_notsent_lowat, &most, socklen_t(MemoryLayout<Int32>.size))
  }

  /// What the socket is bound to, in numbers.
  static func address(of socket: Int32) -> HTTPServerAddress {
    var storage = sockaddr_storage()
    var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
    var host = [CChar](repeating: 0, count: Int(NI_MAXHOST))
    var port = [CChar](repeating: 0, count: Int(NI_MAXSERV))
    withUnsafeMutablePointer(to: &storage) { storage in
      storage.withMemoryRebound(to: sockaddr.self, capacity: 1) { name in
        getsockname(socket, name, &size)
        _ = getnameinfo(
          name, size, &host, socklen_t(host.count), &port, socklen_t(port.count),
          Int32(NI_NUMERICHOST | NI_NUMERICSERV))
      }
    }
    return HTTPServerAddress(host: text(host), port: UInt16(text(port)) ?? 0)
  }

  private static func text(_ buffer: [CChar]) -> String {
    String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  static func words(for failure: Int32) -> String {
    switch failure {
    case EADDRINUSE: "the address is in use by another program"
    case EADDRNOTAVAIL: "this machine has no such address"
    case EACCES: "this user may not use that port"
    default: String(cString: strerror(failure))
    }
  }
}
