import Glibc

/// The service manager that has started this process, where it wants to hear how far it is: systemd with `Type=notify`
/// (sd_notify(3)). It names a datagram socket in `NOTIFY_SOCKET`; without that variable nothing is sent.
struct ServiceManager: Sendable {
  /// What it may hear.
  enum State: Sendable {
    /// The sockets listen. Also the end of reloading.
    case ready
    /// Keys or certificates are being read anew.
    case reloading
    /// No new requests are wanted.
    case stopping
  }

  private let socketName: String?

  /// The manager that the environment names.
  init(environment: [String: String] = EnvironmentSource.current) {
    socketName = environment["NOTIFY_SOCKET"]
  }

  /// Sends one state, with a line for `systemctl status`. Never waits, and never fails: the manager has its own time
  /// limits.
  func notify(_ state: State, status: String? = nil) {
    guard let socketName else { return }
    let type = Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
    let socket = Glibc.socket(AF_UNIX, type, 0)
    guard socket >= 0 else { return }
    defer { close(socket) }
    let text = Self.text(of: state, status: status)
    _ = withNotifyAddress(socketName) { address, size in
      sendto(socket, text, text.utf8.count, Int32(MSG_NOSIGNAL), address, size)
    }
  }

  /// Lines of `NAME=value`. A reload says when it began, so that the manager can tell it from an earlier one.
  static func text(of state: State, status: String?) -> String {
    var lines: [String]
    switch state {
    case .ready: lines = ["READY=1"]
    case .reloading: lines = ["RELOADING=1", "MONOTONIC_USEC=\(monotonicMicroseconds)"]
    case .stopping: lines = ["STOPPING=1"]
    }
    if let status { lines.append("STATUS=" + status.split(whereSeparator: \.isNewline).joined(separator: " ")) }
    return lines.joined(separator: "\n")
  }

  private static var monotonicMicroseconds: Int {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return now.tv_sec * 1_000_000 + now.tv_nsec / 1000
  }
}

/// Lets `body` use the address of a notification socket: an absolute path, or `@` and a name in the abstract namespace,
/// whose first byte is 0 and whose length counts (unix(7)). Nil: the name is neither, or too long.
private func withNotifyAddress<Result>(
  _ name: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
) -> Result? {
  var address = sockaddr_un()
  address.sun_family = sa_family_t(AF_UNIX)
  var bytes = Array(name.utf8)
  guard name.hasPrefix("/") || name.hasPrefix("@"), bytes.count > 1,
    bytes.count < MemoryLayout.size(ofValue: address.sun_path)
  else { return nil }
  if name.hasPrefix("@") { bytes[0] = 0 }
  withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
  let size = MemoryLayout<sockaddr_un>.size - MemoryLayout.size(ofValue: address.sun_path) + bytes.count
  return withUnsafePointer(to: &address) { pointer in
    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(size)) }
  }
}
