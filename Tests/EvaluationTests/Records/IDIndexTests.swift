import DetectionCore
import Testing

@testable import Evaluation

@Suite struct IDIndexTests {
  /// Close ids lie in a plain array, distant ones in a hash table: both find each and nothing else.
  @Test(arguments: [1 as Int64, 3, 1 << 40])
  func integers_AreFoundByTheirRank(_ stride: Int64) {
    let ids = (0..<1000).map { Int64($0 * 7 % 1000 - 500) &* stride }
    let index = IDIndex(IDColumn(ids.map(RecordID.integer)))
    #expect(index.integers == ids.sorted())
    for (rank, id) in ids.sorted().enumerated() {
      #expect(index.rank(.integer(id)) == Int32(rank) && index.id(rank) == .integer(id))
      #expect(ids.contains(id + 1) || index.rank(.integer(id + 1)) == -1)
    }
    #expect(index.rank(.integer(.min)) == -1 && index.rank(.integer(.max)) == -1 && index.rank(.text("0")) == -1)
  }

  @Test func extremeIntegers_AreIDs() {
    let index = IDIndex(IDColumn([.integer(.max), .integer(.min), .integer(0)]))
    #expect(index.integers == [.min, 0, .max])
    #expect(index.rank(.integer(.max)) == 2 && index.rank(.integer(1)) == -1)
  }

  /// By code point, and an accent that is put together is another text than one that is not.
  @Test func texts_AreOrderedByCodePoint() {
    let ids: [RecordID] = ["é", "9", "a/b.jpg", "10", "e\u{301}", "", "\u{10000}", "\u{FFFD}"].map(RecordID.text)
    let index = IDIndex(IDColumn(ids))
    #expect(
      index.texts.map { Array($0.unicodeScalars) }
        == [
          "", "10", "9", "a/b.jpg", "e\u{301}", "é", "\u{FFFD}", "\u{10000}",
        ].map { Array($0.unicodeScalars) })
    #expect(index.repeated == 0)
  }

  @Test func integers_ComeBeforeTexts() throws {
    let index = IDIndex(IDColumn([.text("1"), .integer(7), .text("0"), .integer(7)]))
    #expect((0..<3).map(index.id) == [.integer(7), .text("0"), .text("1")])
    #expect(index.repeated == 1 && index.rows == [3, 2, 0])
    let ranks = try index.ranks(IDColumn([.text("1"), .integer(1), .integer(7)]), work: Work())
    #expect(ranks.elements == [2, -1, 0])
  }
}
