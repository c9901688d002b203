import CHeadGate
import Glibc
import HTTPMessages
import RawClient
import Testing

@testable import HTTPServer

/// The gate over a pair of sockets: what libmicrohttpd would read. The table of malformed requests is in
/// Tests/Reliability, the comparison with a second reader in Tests/Fuzz.
@Suite(.serialized) struct HeadGateTests {
  /// A guarded socket, and the client's end.
  private final class Pair {
    let gate = HeadGate(HTTPServerConfiguration())
    private(set) var ends: [Int32] = [-1, -1]

    init() {
      socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0, &ends)
      #expect(gate.open(ends[1], isTLS: false))
    }

    deinit {
      gate.close(ends[1])
      close(ends[0])
      close(ends[1])
    }

    func send(_ text: String) { #expect(Glibc.send(ends[0], text, text.utf8.count, 0) == text.utf8.count) }

    /// Nil: nothing, for now.
    func read(atMost room: Int = 4096) -> String? {
      var bytes = [UInt8](repeating: 0, count: room)
      let count = recv(ends[1], &bytes, room, 0)
      return count < 0 && errno == EAGAIN ? nil : String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    }
  }

  @Test func lines_PassWhenTheyAreWhole() {
    let pair = Pair()
    pair.send("GET / HT")
    #expect(pair.read() == nil)
    pair.send("TP/1.1\r\nHo")
    #expect(pair.read() == "GET / HTTP/1.1\r\n")
    pair.send("st: a\r\n\r\n")
    #expect(pair.read() == "Host: a\r\n\r\n")
    #expect(pair.gate.head(pair.ends[1]) == nil)
  }

  /// libmicrohttpd ends the process where it cannot, and two of its threads may try. What it calls is found as it finds it.
  @Test func listeners_MayLeaveASetTwice() throws {
    typealias Create = @convention(c) (_ flags: Int32) -> Int32
    typealias Control =
      @convention(c) (_ set: Int32, _ operation: Int32, _ socket: Int32, _ event: UnsafeMutableRawPointer)
      -> Int32
    let create = unsafeBitCast(try #require(dlsym(nil, "epoll_create1")), to: Create.self)
    let control = unsafeBitCast(try #require(dlsym(nil, "epoll_ctl")), to: Control.self)
    var pair: [Int32] = [-1, -1]
    socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &pair)
    let (set, add, remove) = (create(0), Int32(1), Int32(2))
    defer { for socket in pair + [set] { close(socket) } }
    HeadGate.listen(pair[0])
    defer { HeadGate.unlisten(pair[0]) }
    var event = [UInt8](repeating: 0, count: 16)
    #expect(control(set, add, pair[0], &event) == 0)
    #expect(control(set, remove, pair[0], &event) == 0)
    #expect(control(set, remove, pair[0], &event) == 0)
    // Of all others it is still an error.
    #expect(control(set, remove, pair[1], &event) == -1 && errno == ENOENT)
  }

  @Test func smallRooms_GetTheSameBytes() {
    let (pair, text) = (Pair(), "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3 \r\n\r\nabcGET /")
    pair.send(text)
    var whole = ""
    while let piece = pair.read(atMost: 3) { whole += piece }
    #expect(whole == "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc")
  }

  @Test func badLines_AreReplacedAndTold() {
    let pair = Pair()
    pair.send("GET /x HTTP/1.1\r\nHost: a\r\n: b\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(pair.read() == "GET /x HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(pair.gate.head(pair.ends[1]) == .malformedRequest("a header field has no name"))
    #expect(pair.read() == nil)
  }

  @Test func badChunks_AreReplacedAndTold() {
    let pair = Pair()
    pair.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\nzz\r\n")
    #expect(pair.read()?.hasSuffix("2\r\nab\r\n1\r\nx") == true)
    #expect(pair.gate.head(pair.ends[1]) == nil)
    #expect(pair.gate.body(pair.ends[1]) == .malformedRequest("a chunk has no size"))
  }

  @Test func headsThatTheGateHasNotSeen_AreNotBelieved() {
    let pair = Pair()
    #expect(pair.gate.head(-1) != nil)
    #expect(pair.gate.body(-1) != nil)
    // A connection that is open, and on which nothing has come.
    #expect(pair.gate.head(pair.ends[1]) == .malformedRequest("the head can be read in two ways"))
  }

  @Test func gate_IsInPlaceInThisProgram() throws { try GateCheck.run() }

  /// After each connection a thread is to look after those it has, though more wait.
  @Test func listener_GivesOneConnectionAtATime() throws {
    let listener = try Listener(host: "127.0.0.1", port: 0)
    defer { close(listener.socket) }
    let clients = try (0..<3).map { _ in try RawClient(port: listener.address.port) }
    defer { withExtendedLifetime(clients) {} }
    // As the dynamic linker finds it for libmicrohttpd.
    typealias Accept = @convention(c) (Int32, OpaquePointer?, OpaquePointer?, Int32) -> Int32
    let accept = unsafeBitCast(try #require(dlsym(nil, "accept4")), to: Accept.self)
    func take() -> Bool {
      let socket = accept(listener.socket, nil, nil, Int32(SOCK_NONBLOCK.rawValue))
      if socket >= 0 { close(socket) }
      return socket >= 0
    }
    HeadGate.listen(listener.socket)
    #expect((0..<6).map { _ in take() } == [true, false, true, false, true, false])
    #expect(!take())
    HeadGate.unlisten(listener.socket)
    let more = try (0..<2).map { _ in try RawClient(port: listener.address.port) }
    defer { withExtendedLifetime(more) {} }
    #expect(take() && take() && !take())
  }
}
