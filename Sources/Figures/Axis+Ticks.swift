import RealModule

extension Axis {
  /// A value with a line, and its words.
  struct Tick {
    let value: Double
    let words: String
  }

  /// Round values within the domain, about so many.
  func ticks(_ count: Int) -> [Tick] { isLogarithmic ? powers(count) : steps(count) }

  /// Multiples of 1, 2 or 5 times a power of ten.
  private func steps(_ count: Int) -> [Tick] {
    let raw = (domain.upperBound - domain.lowerBound) / Double(max(count, 1))
    guard raw > 0, raw.isFinite else { return [] }
    let exponent = Double.log10(raw).rounded(.down)
    let power = Double.exp10(exponent)
    let factor = [1.0, 2, 5].first { $0 * power >= raw * 0.999 } ?? 10
    let step = factor * power
    let first = (domain.lowerBound / step - 1e-9).rounded(.up)
    let last = (domain.upperBound / step + 1e-9).rounded(.down)
    guard step > 0, step.isFinite, last - first < 100, abs(first) < 1e9, abs(last) < 1e9 else { return [] }
    let decimals = Int(-exponent) - (factor == 10 ? 1 : 0)
    return stride(from: first, through: last, by: 1).map {
      Tick(value: $0 * step, words: $0 == 0 ? "0" : Axis.words($0 * step, decimals: max(decimals, 0)))
    }
  }

  private func powers(_ count: Int) -> [Tick] {
    let low = Int((Double.log10(domain.lowerBound) - 1e-9).rounded(.up))
    let high = Int((Double.log10(domain.upperBound) + 1e-9).rounded(.down))
    guard low <= high else { return [] }
    let step = max(1, (high - low + count - 1) / max(count, 1))
    return stride(from: low, through: high, by: step).map {
      Tick(value: Double.exp10(Double($0)), words: "10" + Axis.raised($0))
    }
  }

  /// A number of so many decimals, up to six; a very large one as Swift writes it.
  public static func words(_ value: Double, decimals: Int) -> String {
    guard abs(value) < 1e7, decimals <= 6 else { return Float(value).isFinite ? "\(Float(value))" : "\(value)" }
    let scale = Double.exp10(Double(decimals))
    let units = Int((value * scale).rounded())
    let (whole, rest) = units.magnitude.quotientAndRemainder(dividingBy: UInt(scale))
    let digits = "\(rest)"
    let padded = String(repeating: "0", count: max(0, decimals - digits.count)) + digits
    return (units < 0 ? "−" : "") + "\(whole)" + (decimals > 0 ? ".\(padded)" : "")
  }

  /// A whole number in small raised digits.
  private static func raised(_ number: Int) -> String {
    let digits: [Character] = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"]
    return (number < 0 ? "⁻" : "") + String("\(number.magnitude)".compactMap(\.wholeNumberValue).map { digits[$0] })
  }
}
