import Testing

@testable import DetectionCore

@Suite struct ForEachElementTests {
  /// Below one group, one group, some groups and a rest, and so many that all processors look.
  @Test(arguments: [0, 1, 63, 64, 65, 1000, (1 << 19) - 1, (1 << 19) + 100])
  func indicesAbove_AreThoseOfAFilter(count: Int) {
    var generator = SeededGenerator(11)
    let numbers = generator.numbers(count + 7, in: -1...1)
    check(numbers, 3..<3 + count, floor: 0.999)
    check(numbers.map { Float($0) }, 3..<3 + count, floor: 0.999)
    // More than are noted of a block, and all.
    check(numbers.map { Float($0) }, 3..<3 + count, floor: 0.9)
    check(numbers, 3..<3 + count, floor: -2)
  }

  @Test func floorBelowAll_PassesAll_AndNothingIsAboveInfinity() {
    let numbers = [Float](repeating: -.greatestFiniteMagnitude, count: 200)
    check(numbers, 0..<200, floor: -.infinity)
    check(numbers, 0..<200, floor: .infinity)
    check([Double](repeating: 1, count: 200), 0..<200, floor: 1)
  }

  @Test(arguments: [0, 63, 64, 400_000, 600_000]) func notFinite_IsFoundAmongMany(position: Int) {
    for wrong in [Double.infinity, -.infinity, .nan] {
      var numbers = [Double](repeating: -.greatestFiniteMagnitude, count: 600_001)
      #expect(Tensor(numbers).firstNotFinite == nil)
      numbers[position] = wrong
      numbers[600_000] = .nan
      #expect(Tensor(numbers).firstNotFinite == position)
      var floats = [Float](repeating: .greatestFiniteMagnitude, count: 600_001)
      #expect(Tensor(floats).firstNotFinite == nil)
      floats[position] = Float(wrong)
      #expect(Tensor(floats).firstNotFinite == position)
    }
  }

  private func check<S: Scalar>(_ numbers: [S], _ range: Range<Int>, floor: S) {
    var (found, values): ([Int], [S]) = ([], [])
    numbers.withUnsafeBufferPointer { numbers in
      forEachElement(in: numbers, range, above: floor) { index, value in
        found.append(index)
        values.append(value)
      }
    }
    #expect(found == range.filter { numbers[$0] > floor })
    #expect(values == found.map { numbers[$0] })
  }
}
