/// How far a list of float64 numbers is from those that are wanted.
struct Float64Comparison {
  /// The largest |found − wanted| / |wanted|; where an exact 0 is wanted, nothing else will do.
  private(set) var error = 0.0

  /// `allowed` is what each number may be off besides.
  init(_ found: [Double], _ wanted: [Double], allowed: [Double]? = nil) {
    for (position, pair) in zip(found, wanted).enumerated() where pair.0 != pair.1 {
      let beyond = max(0, abs(pair.0 - pair.1) - (allowed?[position] ?? 0))
      error = max(error, pair.1 == 0 ? .infinity : beyond / abs(pair.1))
    }
  }
}
