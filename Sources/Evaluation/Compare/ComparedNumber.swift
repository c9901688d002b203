/// A number of one model or two, with percentile intervals. An interval is `nil` where no sample has objects to measure it by.
public struct ComparedNumber: Equatable, Sendable {
  /// The name.
  public let name: String
  /// The first model's number.
  public let a: Double
  /// Its interval.
  public let aInterval: Interval?
  /// The second model's number.
  public let b: Double?
  /// Its interval.
  public let bInterval: Interval?
  /// b − a; `nil` where either is −1.
  public let difference: Double?
  /// Its interval: if 0 lies outside, the models differ at this confidence.
  public let differenceInterval: Interval?

  /// From a low to a high end.
  public struct Interval: Equatable, Sendable {
    /// The low end.
    public let low: Double
    /// The high end.
    public let high: Double

    /// The central share of the values, ends interpolated between neighbours as numpy's percentile does; `nil` without values.
    init?(_ values: [Double], confidence: Double) {
      guard !values.isEmpty else { return nil }
      let sorted = values.sorted()
      func quantile(_ share: Double) -> Double {
        let place = share * Double(sorted.count - 1)
        let lower = min(max(Int(place), 0), sorted.count - 1)
        let upper = min(lower + 1, sorted.count - 1)
        return sorted[lower] + (sorted[upper] - sorted[lower]) * (place - Double(lower))
      }
      low = quantile((1 - confidence) / 2)
      high = quantile((1 + confidence) / 2)
    }
  }

  /// - Parameters:
  ///   - values: of one model or two
  ///   - samples: of each model, the number in every sample; −1 where it has no objects
  init(name: String, values: [Double], samples: [[Double]], confidence: Double) {
    self.name = name
    func interval(_ samples: [Double]) -> Interval? { Interval(samples.filter { $0 >= 0 }, confidence: confidence) }
    a = values[0]
    aInterval = interval(samples[0])
    guard values.count > 1 else {
      (b, bInterval, difference, differenceInterval) = (nil, nil, nil, nil)
      return
    }
    b = values[1]
    bInterval = interval(samples[1])
    difference = values[0] < 0 || values[1] < 0 ? nil : values[1] - values[0]
    let differences = zip(samples[0], samples[1]).filter { $0 >= 0 && $1 >= 0 }.map { $1 - $0 }
    differenceInterval = Interval(differences, confidence: confidence)
  }
}
