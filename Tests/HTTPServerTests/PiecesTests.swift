import CMicroHTTPD
import HTTPMessages
import RawClient
import Testing

@testable import HTTPServer

@Suite struct OutgoingBodyTests {
  /// The bytes that a body in pieces gives, asked for so many at a time.
  private func read(_ body: OutgoingBody, by size: Int) -> [UInt8] {
    var all: [UInt8] = []
    var room = [UInt8](repeating: 0, count: size)
    while true {
      let count = room.withUnsafeMutableBytes { body.read(at: UInt64(all.count), into: $0) }
      guard count > 0 else { return all }
      all += room[..<count]
    }
  }

  @Test(arguments: 1...12) func read_AnyRoom_GivesAllInOrder(size: Int) {
    let texts = ["", "a", "", "bcdef", "gh", "", "ijklmnopqrstuvwxyz", ""]
    #expect(read(OutgoingBody(texts.map { ByteBuffer($0) }), by: size) == Array(texts.joined().utf8))
  }

  @Test func read_PieceIsFreedWhenItHasBeenRead() {
    var pieces = [ByteBuffer("abc"), ByteBuffer("def")]
    weak let first = pieces[0]
    weak let second = pieces[1]
    let body = OutgoingBody(pieces)
    pieces = []
    var room: [UInt8] = [0, 0, 0, 0]
    #expect(first != nil)
    #expect(room.withUnsafeMutableBytes { body.read(at: 0, into: $0) } == 4)
    #expect(first == nil && second != nil)
    #expect(room.withUnsafeMutableBytes { body.read(at: 4, into: $0) } == 2)
    #expect(second == nil)
  }

  @Test func read_OtherPlaceOrBeyondTheEnd_Fails() {
    let body = OutgoingBody([ByteBuffer("abc"), ByteBuffer("def")])
    var room: [UInt8] = [0, 0, 0, 0, 0, 0]
    #expect(room.withUnsafeMutableBytes { body.read(at: 1, into: $0) } == OutgoingBody.failed)
    #expect(room.withUnsafeMutableBytes { body.read(at: 0, into: $0) } == 6)
    #expect(room.withUnsafeMutableBytes { body.read(at: 6, into: $0) } == OutgoingBody.failed)
  }
}

extension Living {
  @Suite struct PiecesTests {
    private let expected = TestHandler.pieceSizes.enumerated().flatMap { repeatElement(UInt8($0 + 65), count: $1) }

    @Test func bodyInPieces_ArrivesWhole_WithItsLength() throws {
      let server = try TestServer()
      defer { server.stop() }
      let client = try server.client()
      for _ in 0..<2 {
        let answer = try client.exchange("GET", "/pieces")
        #expect(answer.status == 200 && answer.body == expected)
        #expect(answer["Content-Length"] == "\(expected.count)" && answer["Transfer-Encoding"] == nil)
      }
      #expect(eventually { server.observer.records.count == 2 })
      #expect(server.observer.records.allSatisfy { $0.bytesOut == expected.count && !$0.clientWentAway })
    }

    @Test func head_HasTheLengthAndNoBody() throws {
      let server = try TestServer()
      defer { server.stop() }
      let client = try server.client()
      try client.request("HEAD", "/pieces")
      let answer = try client.answer(bodyless: true)
      #expect(answer.status == 200 && answer["Content-Length"] == "\(expected.count)")
      // Nothing of a body lies before the next answer.
      #expect(try client.exchange("GET", "/hello").text == "hello")
      #expect(eventually { server.observer.records.count == 2 })
      #expect(server.observer.records.first?.bytesOut == 0)
    }

    @Test func http10_GetsTheSame() throws {
      let server = try TestServer()
      defer { server.stop() }
      let client = try server.client()
      try client.send("GET /pieces HTTP/1.0\r\n\r\n")
      let answer = try client.answer()
      #expect(answer.body == expected && answer["Transfer-Encoding"] == nil)
      #expect(client.isAtEnd())
    }

    @Test func client_ThatLeavesInBetween_LeavesNothingBehind() throws {
      let server = try TestServer()
      defer { server.stop() }
      let client = try server.client()
      // Many answers, none of them read: more than sockets hold.
      for _ in 0..<8 { try client.request("GET", "/pieces") }
      #expect(eventually { server.observer.began > 0 })
      client.vanish()
      #expect(eventually { server.server.load.active == 0 })
      #expect(eventually { server.observer.records.contains { $0.clientWentAway } })
    }
  }
}
