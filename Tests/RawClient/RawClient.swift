import Glibc

/// A client that controls every byte on the wire.
package final class RawClient {
  package struct Answer {
    package var status: Int
    package var fields: [(name: String, value: String)]
    package var body: [UInt8] = []

    package subscript(name: String) -> String? { fields.first { $0.name.lowercased() == name.lowercased() }?.value }
    package var text: String { String(decoding: body, as: UTF8.self) }
  }

  package struct Failure: Error, CustomStringConvertible {
    package let description: String

    package init(description: String) { self.description = description }

    static func last(_ call: String) -> Failure {
      Failure(description: "\(call): \(String(cString: strerror(errno)))")
    }
  }

  package let socket: Int32
  private var unread: [UInt8] = []
  private var isOpen = true

  /// Connects over IPv4; calls fail after `patience` seconds, so that no test hangs.
  package init(port: UInt16, patience: Int = 30) throws {
    socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var limit = timeval(tv_sec: patience, tv_usec: 0)
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let connected = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { name in
        connect(socket, name, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard connected == 0 else { throw Failure.last("connect") }
  }

  deinit { vanish() }

  /// Closes the socket.
  package func vanish() {
    if isOpen { close(socket) }
    isOpen = false
  }

  package func send(_ text: String) throws { try send(Array(text.utf8)) }

  /// The server under test has SIGPIPE ignored.
  package func send(_ bytes: [UInt8]) throws {
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes { bytes in
        Glibc.send(socket, bytes.baseAddress.map { $0 + sent }, bytes.count - sent, 0)
      }
      guard count > 0 else { throw Failure.last("send") }
      sent += count
    }
  }

  /// Sends a request with `Host`, and `Content-Length` where there is a body.
  package func request(_ method: String, _ path: String, headers: [String] = [], body: [UInt8]? = nil) throws {
    var lines = ["\(method) \(path) HTTP/1.1", "Host: test"] + headers
    if let body { lines.append("Content-Length: \(body.count)") }
    try send(Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + (body ?? []))
  }

  /// Reads one answer; `bodyless` for answers to HEAD.
  package func answer(bodyless: Bool = false) throws -> Answer {
    let head = try readHead()
    let lines = head.split(separator: "\r\n").map(String.init)
    let words = lines.first?.split(separator: " ") ?? []
    guard words.count >= 2, let status = Int(words[1]) else {
      throw Failure(description: "no answer: \(head)")
    }
    let fields = lines.dropFirst().map { line in
      let parts = line.split(separator: ":", maxSplits: 1)
      return (name: String(parts[0]), value: parts.count > 1 ? String(parts[1].drop { $0 == " " }) : "")
    }
    var answer = Answer(status: status, fields: fields)
    if !bodyless, let length = answer["Content-Length"].flatMap({ Int($0) }) {
      while unread.count < length { try readMore() }
      answer.body = Array(unread.prefix(length))
      unread.removeFirst(length)
    }
    return answer
  }

  /// One request and its answer.
  package func exchange(_ method: String, _ path: String, headers: [String] = [], body: [UInt8]? = nil) throws
    -> Answer
  {
    try request(method, path, headers: headers, body: body)
    return try answer(bodyless: method == "HEAD")
  }

  /// Whether the server has closed its side and nothing is left to read. Waits for it.
  package func isAtEnd() -> Bool {
    guard unread.isEmpty else { return false }
    var byte: UInt8 = 0
    let count = recv(socket, &byte, 1, 0)
    if count > 0 { unread.append(byte) }
    return count == 0 || (count < 0 && errno == ECONNRESET)
  }

  private func readHead() throws -> String {
    var searched = 0
    while true {
      if unread.count >= 4 {
        for index in searched...(unread.count - 4)
        where unread[index..<index + 4].elementsEqual([13, 10, 13, 10]) {
          defer { unread.removeFirst(index + 4) }
          return String(decoding: unread[..<index], as: UTF8.self)
        }
        searched = unread.count - 3
      }
      try readMore()
    }
  }

  private func readMore() throws {
    unread += try [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
      let received = recv(socket, buffer.baseAddress, buffer.count, 0)
      guard received != 0 else { throw Failure(description: "closed") }
      guard received > 0 else { throw Failure.last("recv") }
      count = received
    }
  }
}
