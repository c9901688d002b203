import RealModule

/// An axis: what it shows, from where to where, and how.
public struct Axis: Sendable {
  /// What stands beside it.
  public let caption: String
  /// The values at its ends; both positive where it is logarithmic.
  public let domain: ClosedRange<Double>
  /// Whether equal distances are equal ratios.
  public let isLogarithmic: Bool

  /// An axis. A domain that is empty, too small or not finite is widened.
  public init(_ caption: String, _ domain: ClosedRange<Double>, isLogarithmic: Bool = false) {
    self.caption = caption
    self.isLogarithmic = isLogarithmic
    // Far from the largest numbers, so that no sum or product of these is beyond them.
    let given = domain.lowerBound.isFinite ? domain.lowerBound : 0
    let lower = min(max(given, isLogarithmic ? 1e-300 : -1e300), 1e299)
    let upper = max(min(domain.upperBound.isFinite ? domain.upperBound : lower, 1e300), lower)
    let least = isLogarithmic ? lower * 1.01 : lower + max(1e-9, abs(lower) * 1e-9)
    self.domain = lower...(upper < least ? (isLogarithmic ? lower * 10 : lower + max(1, abs(lower))) : upper)
  }

  /// A linear axis over all finite values, from 0 where they allow it, with a little room above.
  public static func around(_ values: some Sequence<Double>, _ caption: String) -> Axis {
    let (low, high) = values.lazy.filter(\.isFinite).reduce((0.0, 0.0)) { (min($0.0, $1), max($0.1, $1)) }
    return Axis(caption, low...(high > low ? high + (high - low) * 0.04 : low + 1))
  }

  /// A logarithmic axis over all finite values above 0, in whole powers of ten.
  public static func powers(of values: some Sequence<Double>, _ caption: String) -> Axis {
    let logs = values.lazy.filter { $0 > 0 && $0.isFinite }.map { Double.log10($0) }
    let (low, high) = logs.reduce((Double.infinity, -Double.infinity)) { (min($0.0, $1), max($0.1, $1)) }
    guard low <= high else { return Axis(caption, 1...10, isLogarithmic: true) }
    let lower = max(low.rounded(.down), -300)
    return Axis(
      caption, Double.exp10(lower)...Double.exp10(max(high.rounded(.up), lower + 1)), isLogarithmic: true)
  }

  /// Where a value stands: 0 at the lower end, 1 at the upper, never far beyond them; `nil` where the axis has no place for it.
  func share(_ value: Double) -> Double? {
    guard value.isFinite, !isLogarithmic || value > 0 else { return nil }
    let share =
      isLogarithmic
      ? (Double.log(value) - Double.log(domain.lowerBound))
        / (Double.log(domain.upperBound) - Double.log(domain.lowerBound))
      : (value - domain.lowerBound) / (domain.upperBound - domain.lowerBound)
    return min(max(share, -10), 11)
  }
}
