/// How far a list of float32 numbers is from the float64 ones.
package struct Float32Comparison {
  /// The largest error, in units of 2⁻²³ of the number itself, or of the largest number of its row of four.
  package private(set) var ulps = 0.0
  /// Numbers that are too small or too large for a normal float32.
  package private(set) var outOfRange = 0

  /// `allowed` is what each number may be off besides.
  package init(_ found: [Double], _ wanted: [Double], rows: Bool, allowed: [Double]? = nil) {
    for (position, pair) in zip(found, wanted).enumerated() where pair.0 != pair.1 {
      let row = position / 4 * 4
      let size = rows ? wanted[row..<row + 4].reduce(0) { max($0, abs($1)) } : abs(pair.1)
      if pair.1 != 0, size < Double(Float.leastNormalMagnitude) || size > Double(Float.greatestFiniteMagnitude) {
        outOfRange += 1
        continue
      }
      let error = max(0, abs(pair.0 - pair.1) - (allowed?[position] ?? 0))
      ulps = max(ulps, size == 0 ? .infinity : error / size * 0x1p23)
    }
  }
}
