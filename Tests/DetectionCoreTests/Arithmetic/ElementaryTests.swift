import RealModule
import Testing

@testable import DetectionCore

@Suite struct ElementaryTests {
  /// The worst error of a function of sixteen, in units of the last place of the exact value.
  private static func worst(
    _ inputs: [Float], _ function: (SIMD16<Float>) -> SIMD16<Float>, _ exact: (Double) -> Double
  ) -> Double {
    var worst = 0.0
    for start in stride(from: 0, to: inputs.count - 15, by: 16) {
      var lanes = SIMD16<Float>()
      for lane in 0..<16 { lanes[lane] = inputs[start + lane] }
      let found = function(lanes)
      for lane in 0..<16 {
        let wanted = exact(Double(inputs[start + lane]))
        let ulp = Double(max(Float(wanted), .leastNormalMagnitude).ulp)
        worst = max(worst, abs(Double(found[lane]) - wanted) / ulp)
      }
    }
    return worst
  }

  @Test func exp_IsWithinAnUlp() {
    var generator = SeededGenerator(91)
    let inputs = generator.numbers(20_000, in: -104...0).map { Float($0) }
    #expect(Self.worst(inputs, SIMD16.expOfNegative, Double.exp) <= 1)
    // Also near 0, and where the argument is reduced by another multiple of log 2.
    let small = generator.numbers(4_800, in: -2...0).map { Float($0) }
    #expect(Self.worst(small, SIMD16.expOfNegative, Double.exp) <= 1)
    let halves = (0..<160).map { (step: Int) -> Float in (Float(step) + 0.5) * -0.6931472 }.filter { $0 >= -104 }
    #expect(Self.worst(halves + [Float](repeating: 0, count: 16), SIMD16.expOfNegative, Double.exp) <= 1)
  }

  @Test func exp_OfExtremes() {
    var lanes = SIMD16<Float>(repeating: -.greatestFiniteMagnitude)
    lanes[0] = 0
    lanes[1] = -1e-30
    lanes[2] = -1e4
    let found = SIMD16.expOfNegative(lanes)
    #expect((found[0], found[1], found[2], found[15]) == (1, 1, 0, 0))
  }

  @Test func log_IsWithinOneAndAHalfUlps() {
    var generator = SeededGenerator(92)
    let inputs = generator.numbers(20_000, in: 0...1).map { Float($0) }
    #expect(Self.worst(inputs, SIMD16.logOnePlusUnit, { Double.log(onePlus: $0) }) <= 1.5)
    let tiny = generator.numbers(1_600, in: -120...0).map { Float.exp2(Float($0)) }
    #expect(Self.worst(tiny, SIMD16.logOnePlusUnit, { Double.log(onePlus: $0) }) <= 1.5)
    #expect(SIMD16.logOnePlusUnit(SIMD16<Float>(repeating: 0))[3] == 0)
  }

  /// Over the whole range of ratios: what is near 0, near 1 from both sides, and steep.
  @Test func atan2_IsWithinTwoUlps() {
    var generator = SeededGenerator(94)
    var points: [(y: Float, x: Float)] = []
    for _ in 0..<40_000 {
      let (angle, size) = (generator.uniform(-1.5707...1.5707), generator.uniform(0.1...10))
      points.append((Float(size * Double.sin(angle)), Float(size * Double.cos(angle))))
    }
    for exponent in -70...70 {
      for _ in 0..<40 {
        let ratio = Double.exp2(Double(exponent)) * generator.uniform(1...2)
        points.append((Float(generator.integer(0..<2) == 0 ? ratio : -ratio), Float(generator.uniform(0.5...2))))
      }
    }
    for step in -200...200 { points.append((1 + Float(step) * 0x1p-23, 1)) }
    var worst = 0.0
    for start in stride(from: 0, to: points.count - 15, by: 16) {
      var (y, x) = (SIMD16<Float>(), SIMD16<Float>())
      for lane in 0..<16 { (y[lane], x[lane]) = points[start + lane] }
      let found = SIMD16.angle(y: y, x: x)
      for lane in 0..<16 {
        let wanted = Double.atan2(y: Double(y[lane]), x: Double(x[lane]))
        worst = max(worst, abs(Double(found[lane]) - wanted) / Double(Float(wanted).ulp))
        #expect(Float.angle(y: y[lane], x: x[lane]) == found[lane])
      }
    }
    #expect(worst <= 2)
    let heights: [Float] = [0, -1, 1, 3e38, -3e38, 1e-30, -1e-30, 0]
    // `Float.pi` is the number below π.
    let (quarter, half) = (Float(Double.pi / 4), Float(Double.pi / 2))
    let angles: [Float] = [0, -quarter, quarter, half, -half, 1e-30, -1e-30, 0]
    #expect(heights.map { Float.angle(y: $0, x: 1) } == angles)
  }

  @Test func logistic_IsThatOfFloat64() {
    var generator = SeededGenerator(93)
    let inputs = generator.numbers(3_200, in: -80...80).map { Float($0) }
    let functions: [(KeyPath<Logistic<SIMD16<Float>>, SIMD16<Float>>, KeyPath<Logistic<Double>, Double>)] = [
      (\.probability, \.probability), (\.complement, \.complement), (\.negativeLog, \.negativeLog),
      (\.negativeLogComplement, \.negativeLogComplement),
    ]
    for (lanes, exact) in functions {
      let worst = Self.worst(inputs, { Logistic(logit: $0)[keyPath: lanes] }, { Logistic(logit: $0)[keyPath: exact] })
      #expect(worst <= 4)
    }
  }

  /// One lane has the bits of sixteen.
  @Test func lanes_ChangeNoBit() {
    var generator = SeededGenerator(95)
    let inputs = generator.numbers(3_200, in: -110...0).map { Float($0) }
    for start in stride(from: 0, to: inputs.count, by: 16) {
      var x = SIMD16<Float>()
      for lane in 0..<16 { x[lane] = inputs[start + lane] }
      let (e, log) = (SIMD16.expOfNegative(x), SIMD16.logOnePlusUnit(SIMD16.expOfNegative(x)))
      for lane in 0..<16 {
        #expect(Float.expOfNegative(x[lane]) == e[lane])
        #expect(Float.logOnePlusUnit(e[lane]) == log[lane])
      }
    }
  }
}
