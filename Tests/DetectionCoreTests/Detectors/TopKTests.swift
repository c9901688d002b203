import Testing

@testable import DetectionCore

@Suite struct TopKTests {
  /// The store holds 1024 at the least: 5000 elements make it cut.
  @Test(arguments: [0, 1, 7, 1000, 1024, 4999, 5000, 6000, Int.max])
  func best_AreThoseOfASort(_ k: Int) {
    typealias Entry = (score: Int, index: Int)
    func isBetter(_ a: Entry, _ b: Entry) -> Bool { (a.score, b.index) > (b.score, a.index) }
    var generator = SeededGenerator(99)
    let entries: [Entry] = (0..<5000).map { (generator.integer(0..<50), $0) }
    for order in [entries, entries.sorted(by: isBetter), entries.sorted(by: isBetter).reversed()] {
      var best = TopK<Entry>(k, by: isBetter)
      for entry in order { best.insert(entry) }
      #expect(best.sorted().map(\.index) == entries.sorted(by: isBetter).prefix(k).map(\.index))
    }
  }

  /// Candidates are sorted by their scores' bits.
  @Test(arguments: [1, 127, 128, 3000])
  func candidates_AreSortedAsTheyCompare(_ count: Int) {
    var generator = SeededGenerator(98)
    let candidates = (0..<count).map { number in
      Candidate(score: Float(generator.integer(-40..<40)) / 8, pair: number * 7919 % count, label: 0)
    }
    let wanted = candidates.sorted(by: Candidate.isBetter)
    #expect(Candidate.sorted(candidates).map(\.pair) == wanted.map(\.pair))
    #expect(Candidate.sorted(candidates).map(\.score) == wanted.map(\.score))
  }

  /// However they lie at first, and with scores that no threshold would let through.
  @Test(arguments: [127, 128, 3000])
  func order_IsTotalAndLosesNothing(_ count: Int) {
    let (infinity, nan) = (Double.infinity, Double.nan)
    let scores: [Double] = [0.5, -infinity, nan, 0, -0.0, infinity, -nan, -1]
    let candidates = (0..<count).map { Candidate(score: scores[$0 % scores.count], pair: $0, label: 0) }
    let found = Candidate.sorted(candidates).map(\.pair)
    let ranks = [1, 4, 5, 2, 2, 0, 5, 3]
    let wanted = (0...5).flatMap { rank in (0..<count).filter { ranks[$0 % 8] == rank } }
    #expect(found == wanted)
    #expect(found == Candidate.sorted(candidates.reversed()).map(\.pair))
    #expect(found == candidates.sorted(by: Candidate.isBetter).map(\.pair))
  }
}
