import Glibc

extension Listener {
  /// The first descriptor that a service manager hands over (sd_listen_fds(3)).
  private static let firstInherited: Int32 = 3

  /// The listening socket that the service manager has handed over; nil: there is none.
  static var inherited: Int32? {
    guard let process = getenv("LISTEN_PID"), let count = getenv("LISTEN_FDS"),
      pid_t(String(cString: process)) == getpid(), let sockets = Int(String(cString: count)), sockets > 0
    else { return nil }
    var isListening: Int32 = 0
    var size = socklen_t(MemoryLayout<Int32>.size)
    guard getsockopt(firstInherited, SOL_SOCKET, SO_ACCEPTCONN, &isListening, &size) == 0, isListening != 0 else {
      return nil
    }
    return firstInherited
  }

  /// Makes such a socket fit for libmicrohttpd, which must not wait in accept.
  init(inherited socket: Int32) {
    _ = fcntl(socket, F_SETFL, fcntl(socket, F_GETFL) | O_NONBLOCK)
    _ = fcntl(socket, F_SETFD, FD_CLOEXEC)
    Listener.boundUnsent(socket)
    self.init(socket: socket, address: Listener.address(of: socket), isInherited: true)
  }

  init(socket: Int32, address: HTTPServerAddress, isInherited: Bool) {
    self.socket = socket
    self.address = address
    self.isInherited = isInherited
  }
}
