import CMicroHTTPD
import Glibc
import HTTPMessages

/// Proof that the gate sees what libmicrohttpd reads: a build in which another library's `recv` came first would serve as
/// well, and be open to requests with two readings. So no server starts before a malformed head has been refused.
enum GateCheck {
  /// libmicrohttpd 0.9.75 alone takes the empty name for the head's end, and answers.
  private static let malformed = "GET / HTTP/1.1\r\nHost: a\r\n: x\r\n\r\n"

  private static let isInPlace: Bool = {
    guard let answer = try? answer(to: malformed) else { return false }
    return answer.hasPrefix("HTTP/1.1 400 ") && answer.components(of: "HTTP/1.1 ") == 1
  }()

  /// Asks once a process.
  static func run() throws(HTTPServerError) {
    guard isInPlace else { throw .cannotStart(reason: "malformed requests are not recognised") }
  }

  /// What a server of its own answers over a pair of sockets, until it closes.
  private static func answer(to text: String) throws(HTTPServerError) -> String {
    var configuration = HTTPServerConfiguration()
    configuration.ioThreads = 1
    let daemon = try Daemon(listener: nil, pipeline: Pipeline(configuration, Yes(), nil))
    defer { daemon.stop() }
    var pair: [Int32] = [-1, -1]
    let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, type, 0, &pair) == 0 else { throw .cannotStart(reason: "no sockets can be had") }
    defer { Glibc.close(pair[0]) }
    guard daemon.add(pair[1]) else { throw .cannotStart(reason: "no connection can be had") }
    var patience = timeval(tv_sec: 5, tv_usec: 0)
    setsockopt(pair[0], SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    _ = send(pair[0], text, text.utf8.count, 0)
    return everything(from: pair[0])
  }

  private static func everything(from socket: Int32) -> String {
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = read(socket, &piece, piece.count)
      guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
      bytes += piece[..<count]
    }
  }

  /// Takes every request.
  private struct Yes: HTTPHandler {
    func plan(for head: HTTPRequestHead) -> HTTPPlan { HTTPPlan(.early) { _ in HTTPResponse(status: .ok) } }

    func response(to failure: HTTPServerFailure, of head: HTTPRequestHead) -> HTTPResponse {
      HTTPResponse(status: .badRequest)
    }
  }
}

extension String {
  /// How often a text occurs.
  fileprivate func components(of text: String) -> Int {
    indices.count { self[$0...].hasPrefix(text) }
  }
}
