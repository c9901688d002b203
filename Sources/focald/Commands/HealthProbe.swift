import Glibc

/// One GET over a plain socket, with a time limit for all of it.
struct HealthProbe {
  let host: String
  let port: Int
  /// Whether the server speaks TLS.
  let isTLS: Bool
  /// The whole probe may take this long.
  let patience: Duration

  /// Why there is no answer.
  struct Failure: Error, CustomStringConvertible {
    var reason: String
    var description: String { reason }
  }

  /// A probe of the server that listens on `host`: where that is every interface, the loopback one is asked.
  init(host: String, port: Int, isTLS: Bool = false, patience: Duration = .seconds(3)) {
    let loopbacks = ["0.0.0.0": "127.0.0.1", "::": "::1"]
    self.host = loopbacks[host] ?? host
    self.port = port
    self.isTLS = isTLS
    self.patience = patience
  }

  /// The status code of the answer to `GET path`.
  func status(of path: String) throws(Failure) -> Int {
    let end = ContinuousClock.now + patience
    let socket = try connected(until: end)
    defer { close(socket) }
    try limit(socket, until: end)
    let authority = host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    let request = "GET \(path) HTTP/1.1\r\nHost: \(authority)\r\nConnection: close\r\n\r\n"
    let tls = isTLS ? try ProbeTLS(socket: socket, patience: patience) : nil
    if let tls {
      try tls.send(request)
    } else if send(socket, request, request.utf8.count, Int32(MSG_NOSIGNAL)) != request.utf8.count {
      throw failure(errno)
    }
    let words = try firstLine(of: socket, tls, until: end).split(separator: " ")
    guard words.count >= 2, words[0].hasPrefix("HTTP/1."), let status = Int(words[1]) else {
      throw Failure(reason: "the answer is not HTTP")
    }
    return status
  }

  private func firstLine(of socket: Int32, _ tls: ProbeTLS?, until end: ContinuousClock.Instant) throws(Failure)
    -> String
  {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 512)
    while !bytes.contains(0x0A) && bytes.count < 4096 {
      try limit(socket, until: end)
      let count = try tls?.receive(&chunk) ?? recv(socket, &chunk, chunk.count, 0)
      if count < 0 { throw failure(errno) }
      if count == 0 { break }
      bytes += chunk[..<count]
    }
    return String(decoding: bytes.prefix { $0 != 0x0D && $0 != 0x0A }, as: UTF8.self)
  }

  private func failure(_ code: Int32) -> Failure {
    [EAGAIN, EWOULDBLOCK, EINPROGRESS].contains(code)
      ? Failure(reason: "no answer within \(patience)") : Failure(reason: String(cString: strerror(code)))
  }
}

extension HealthProbe {
  /// A socket connected to the first of the host's addresses that takes us.
  private func connected(until end: ContinuousClock.Instant) throws(Failure) -> Int32 {
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var list: UnsafeMutablePointer<addrinfo>?
    let code = getaddrinfo(host, String(port), &hints, &list)
    guard code == 0 else { throw Failure(reason: String(cString: gai_strerror(code))) }
    defer { freeaddrinfo(list) }
    var reason = Failure(reason: "no address")
    var next = list
    while let address = next?.pointee {
      next = address.ai_next
      let socket = Glibc.socket(address.ai_family, address.ai_socktype, address.ai_protocol)
      guard socket >= 0 else { continue }
      do throws(Failure) {
        try limit(socket, until: end)
        guard connect(socket, address.ai_addr, address.ai_addrlen) == 0 else { throw failure(errno) }
        return socket
      } catch {
        reason = error
        close(socket)
      }
    }
    throw reason
  }

  /// Lets the socket's next call wait until `end` at the longest; `connect` heeds the limit for sending (socket(7)).
  private func limit(_ socket: Int32, until end: ContinuousClock.Instant) throws(Failure) {
    let rest = ContinuousClock.now.duration(to: end).components
    guard rest.seconds >= 0, rest.attoseconds > 0 else { throw failure(EAGAIN) }
    // Never 0 µs, which would be no limit.
    let microseconds = max(1, Int(rest.attoseconds / 1_000_000_000_000))
    var time = timeval(tv_sec: Int(rest.seconds), tv_usec: microseconds)
    for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
      setsockopt(socket, SOL_SOCKET, option, &time, socklen_t(MemoryLayout<timeval>.size))
    }
  }
}
