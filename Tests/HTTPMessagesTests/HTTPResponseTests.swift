import HTTPMessages
import Testing

@Suite struct HTTPResponseTests {
  @Test(arguments: [[], [""], ["abc"], ["a", "", "bc"], ["", ""]]) func body_IsAllPieces(texts: [String]) {
    var response = HTTPResponse(status: .ok, pieces: texts.map { ByteBuffer($0) })
    #expect(response.bodyCount == texts.joined().utf8.count)
    #expect(response.body.text == texts.joined())
    #expect(response.pieces.count == texts.count)
    let isOne = response.joinPieces()
    #expect(isOne)
    #expect(response.pieces.count == 1 && response.body.text == texts.joined())
  }

  @Test func joinPieces_FreesThemAsItGoes() {
    var response = HTTPResponse(status: .ok, pieces: [ByteBuffer("a"), ByteBuffer("b")])
    weak let first = response.pieces[0]
    #expect(first != nil)
    let isOne = response.joinPieces()
    #expect(isOne)
    #expect(first == nil)
  }

  @Test func body_ThatIsSet_IsTheOnlyPiece() {
    var response = HTTPResponse(status: .ok, pieces: [ByteBuffer("a"), ByteBuffer("b")])
    response.body = ByteBuffer("c")
    #expect(response.pieces.count == 1 && response.bodyCount == 1)
  }
}
