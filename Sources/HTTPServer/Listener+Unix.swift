// Its shim includes the system's sockets, and the kinds of sockets are its own in an optimised build.
public import CMicroHTTPD
public import Glibc

extension Listener {
  /// What a host begins with that is the path of a Unix socket.
  static let unixPrefix = "unix:"

  /// Listens at a path. A socket that a process has left there is replaced; anything else stays.
  init(path: String) throws(HTTPServerError) {
    let place = HTTPServerAddress(path: path)
    let type = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
    let socket = Glibc.socket(AF_UNIX, type, 0)
    guard socket >= 0 else { throw .cannotListen(place, reason: Listener.words(for: errno)) }
    Listener.removeSocket(at: path)
    let status = withUnixAddress(path) { bind(socket, $0, $1) }
    guard status == 0, listen(socket, Listener.backlog) == 0 else {
      let failure = errno
      close(socket)
      throw .cannotListen(place, reason: status == nil ? "the path is too long" : Listener.words(for: failure))
    }
    self.init(socket: socket, address: place, isInherited: false)
  }

  /// A socket of an earlier process at that path, if no process answers there.
  private static func removeSocket(at path: String) {
    var information = stat()
    guard lstat(path, &information) == 0, information.st_mode & S_IFMT == S_IFSOCK else { return }
    let probe = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard probe >= 0 else { return }
    defer { close(probe) }
    let status = withUnixAddress(path) { connect(probe, $0, $1) }
    if status == -1, errno == ECONNREFUSED { unlink(path) }
  }
}

/// Lets `body` use the address of a Unix socket; nil: the path is empty, or longer than such an address can hold.
public func withUnixAddress<Result>(
  _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
) -> Result? {
  var address = sockaddr_un()
  address.sun_family = sa_family_t(AF_UNIX)
  let room = MemoryLayout.size(ofValue: address.sun_path)
  let bytes = Array(path.utf8)
  guard !bytes.isEmpty, bytes.count < room, !bytes.contains(0) else { return nil }
  withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
  return withUnsafePointer(to: &address) { pointer in
    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
    }
  }
}
