import DetectionCore
import Testing

/// The recorded vectors, whose answers are numbers of 60 digits rounded to double.
@Suite struct VectorTests {
  @Test(arguments: VectorFile.all, [false, true])
  func vectors_AgreeInFloat64(_ file: VectorFile, _ isFused: Bool) throws {
    let tolerance = VectorTolerance.of(file.operation)
    for vector in try file.vectors() {
      let request = KernelRequest(fields: vector.request, isRounded: false, isFused: isFused)
      let answer = try Kernels<Double>.answer(file.operation, request)
      var conditioning: Conditioning?
      #expect(answer.keys.sorted() == vector.answer.keys.sorted(), "\(vector.name)")
      for (name, wanted) in vector.answer {
        let found = answer[name] ?? []
        #expect(found.count == wanted.count, "\(vector.name), \(name)")
        var error = zip(found, wanted).map { relativeError($0, $1) }.max() ?? 0
        let limit = name.hasPrefix("gradients") ? tolerance.gradients : tolerance.values
        if error > limit, tolerance.conditioning > 0 {
          conditioning = try conditioning ?? Conditioning(file.operation, request, vector.answer)
          let allowed = conditioning?.moves[name]?.map { $0 * tolerance.conditioning * Conditioning.ofFloat64 } ?? []
          error = zip(zip(found, wanted), allowed).map { relativeError($0.0, $0.1, allowed: $1) }.max() ?? 0
        }
        #expect(error <= limit, "\(vector.name), \(name)")
      }
    }
  }

  /// Both precisions compute with the same numbers, those of the vector rounded to float32.
  @Test(arguments: VectorFile.all, [false, true])
  func vectors_AgreeInFloat32(_ file: VectorFile, _ isFused: Bool) throws {
    let tolerance = VectorTolerance.of(file.operation)
    var counts = (compared: 0, outOfRange: 0, clamped: 0)
    for vector in try file.vectors() {
      if Self.isClamped(vector.name) {
        counts.clamped += 1
        continue
      }
      let request = KernelRequest(fields: vector.request, isRounded: true, isFused: isFused)
      let exact = try Kernels<Double>.answer(file.operation, request)
      let answer = try Kernels<Float>.answer(file.operation, request)
      #expect(answer.keys.sorted() == exact.keys.sorted(), "\(vector.name)")
      var conditioning: Conditioning?
      for (name, wanted) in exact {
        let found = answer[name] ?? []
        #expect(found.count == wanted.count, "\(vector.name), \(name)")
        let isByRow = VectorTolerance.isByRow(file.operation, name)
        var comparison = Float32Comparison(found, wanted, rows: isByRow)
        let limit = name.hasPrefix("gradients") ? tolerance.gradientUlps : tolerance.valueUlps
        if comparison.ulps > limit, tolerance.conditioning > 0 {
          conditioning = try conditioning ?? Conditioning(file.operation, request, exact)
          let allowed = conditioning?.moves[name]?.map { $0 * tolerance.conditioning }
          comparison = Float32Comparison(found, wanted, rows: isByRow, allowed: allowed)
        }
        counts.compared += wanted.count
        counts.outOfRange += comparison.outOfRange
        #expect(comparison.ulps <= limit, "\(vector.name), \(name)")
      }
    }
    #expect(counts.compared > 0)
    #expect(counts.outOfRange <= tolerance.outOfRange)
    #expect(counts.clamped <= tolerance.clamped)
  }

  @Test func vectors_AreThere() throws {
    #expect(VectorFile.all.count == 46)
    #expect(try VectorFile.all.map { try $0.vectors().count }.reduce(0, +) >= 1336)
  }

  /// Held at the smallest normal number, which is another one in float32.
  private static func isClamped(_ vector: String) -> Bool {
    vector.contains("wrong-side") || vector.contains("probabilities-tiny") || vector.contains("disjoint-clamped")
  }
}

/// |found − wanted| / |wanted|, of what is more than allowed; where an exact 0 is wanted, nothing else will do.
func relativeError(_ found: Double, _ wanted: Double, allowed: Double = 0) -> Double {
  found == wanted ? 0 : wanted == 0 ? .infinity : max(0, abs(found - wanted) - allowed) / abs(wanted)
}

/// How far a list of float32 numbers is from the float64 ones.
struct Float32Comparison {
  /// The largest error, in units of 2⁻²³ of the number itself, or of the largest number of its row of four.
  private(set) var ulps = 0.0
  /// Numbers that are too small or too large for a normal float32.
  private(set) var outOfRange = 0

  /// `allowed` is what each number may be off besides.
  init(_ found: [Double], _ wanted: [Double], rows: Bool, allowed: [Double]? = nil) {
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

/// What was measured, rounded up to leave room for another libm.
struct VectorTolerance {
  /// Relative, of each number, in float64.
  var values = 1e-15
  var gradients = 1e-15
  /// In float32, see `Float32Comparison`.
  var valueUlps = 2.0
  var gradientUlps = 2.0
  /// Besides, so often what the answer moves if its inputs are moved by half an ulp (`Conditioning`), in either precision;
  /// 0 where the limits above are enough.
  var conditioning = 0.0
  /// Numbers and vectors that float32 does not compare.
  var outOfRange = 0
  var clamped = 0

  static func of(_ operation: String) -> VectorTolerance { all[operation] ?? VectorTolerance() }

  /// Boxes, and derivatives by them, mix the numbers of a row: `x1 = cx − w/2`. Errors are relative to its largest.
  static func isByRow(_ operation: String, _ name: String) -> Bool {
    // Fitted anchors are no boxes, but widths and heights.
    operation != "anchors.fit"
      && ["boxes", "anchors", "gradients.boxes", "gradients.deltas", "gradients.raw", "gradients.box_deltas"]
        .contains(name)
  }

  private static let all: [String: VectorTolerance] = [
    "anchors.generate": VectorTolerance(values: 4e-15),
    // u⁶ is six times as far off as u.
    "anchors.match": VectorTolerance(values: 4e-15, valueUlps: 32),
    "boxes.decode": VectorTolerance(values: 8e-15),
    "boxes.iou": VectorTolerance(values: 5e-15, valueUlps: 20),
    // A score that decays is a product of factors, each as far off as its IoU: by 2 ulps, times IoU / (1 − IoU) of the
    // linear factor, times 2 IoU² / σ of the Gaussian.
    "boxes.nms": VectorTolerance(values: 4e-15, valueUlps: 8),
    // Edges near the origin are small differences of centres and sizes.
    "detections.faster-rcnn": VectorTolerance(values: 4e-15, valueUlps: 4, conditioning: 2),
    "detections.retinanet": VectorTolerance(values: 8e-15, valueUlps: 4, conditioning: 2),
    "detections.rpn": VectorTolerance(values: 5e-15, valueUlps: 20),
    "detections.ssd": VectorTolerance(valueUlps: 4),
    "detections.yolov1": VectorTolerance(valueUlps: 8),
    "detections.yolov3": VectorTolerance(values: 4e-15, valueUlps: 4, conditioning: 2),
    "detections.yolov5": VectorTolerance(values: 2e-14, valueUlps: 24),
    "detections.yolov8": VectorTolerance(values: 3e-15, valueUlps: 16),
    "losses.binary-cross-entropy": VectorTolerance(gradientUlps: 3, outOfRange: 10, clamped: 6),
    "losses.cross-entropy": VectorTolerance(gradients: 2e-14, gradientUlps: 16, outOfRange: 6, clamped: 1),
    "losses.focal": VectorTolerance(
      values: 4e-15, gradients: 4e-15, valueUlps: 16, gradientUlps: 16, outOfRange: 47, clamped: 16),
    // Where a soft target y is nearly met, p − y is off by what an ulp of p is to it.
    "losses.quality-focal": VectorTolerance(
      values: 8e-15, gradients: 4e-15, valueUlps: 48, gradientUlps: 32, outOfRange: 16, clamped: 6),
    "losses.varifocal": VectorTolerance(gradients: 1e-14, gradientUlps: 128, outOfRange: 18, clamped: 6),
    "losses.distribution-focal": VectorTolerance(gradients: 1e-14, gradientUlps: 96),
    "losses.ghm-c": VectorTolerance(gradientUlps: 3, outOfRange: 4, clamped: 1),
    "losses.eiou": VectorTolerance(gradients: 4e-15, gradientUlps: 3),
    "losses.siou": VectorTolerance(gradients: 1e-13, gradientUlps: 3),
    "losses.iou": VectorTolerance(gradients: 5e-14, gradientUlps: 3, clamped: 1),
    "losses.giou": VectorTolerance(gradients: 4e-15, gradientUlps: 3),
    "losses.diou": VectorTolerance(gradients: 1e-13, gradientUlps: 3),
    "losses.ciou": VectorTolerance(gradients: 1e-13, gradientUlps: 4),
    "losses.faster-rcnn-box": VectorTolerance(gradients: 3e-14),
    // A difference of the prediction from what it should be has few digits where the network is right, and an IoU of 0.001
    // is what two centres' distance leaves of half the sizes.
    "losses.retinanet": VectorTolerance(gradients: 4e-15, gradientUlps: 4, conditioning: 2),
    "losses.yolov1": VectorTolerance(gradients: 4e-15, gradientUlps: 4, conditioning: 2),
    "losses.yolov3": VectorTolerance(gradients: 4e-15, gradientUlps: 4, conditioning: 2),
    "losses.yolov8": VectorTolerance(gradients: 4e-15, gradientUlps: 4, conditioning: 2),
    "losses.yolov1-box": VectorTolerance(gradients: 4e-15, valueUlps: 3),
    "losses.yolov3-box": VectorTolerance(gradients: 8e-15),
  ]
}
