import DetectionCore
import Testing

/// The recorded vectors, whose answers are numbers of 60 digits rounded to double.
@Suite struct VectorTests {
  @Test(arguments: VectorFile.all, [false, true])
  func vectors_AgreeInFloat64(_ file: VectorFile, _ isFused: Bool) throws {
    let tolerance = VectorTolerance.of(file.operation)
    for vector in try file.vectors() {
      let answer = try Kernels<Double>.answer(
        file.operation, KernelRequest(fields: vector.request, isRounded: false, isFused: isFused))
      #expect(answer.keys.sorted() == vector.answer.keys.sorted(), "\(vector.name)")
      for (name, wanted) in vector.answer {
        let found = answer[name] ?? []
        #expect(found.count == wanted.count, "\(vector.name), \(name)")
        let error = zip(found, wanted).map { relativeError($0, $1) }.max() ?? 0
        let limit = name.hasPrefix("gradients") ? tolerance.gradients : tolerance.values
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
      let wanted = try Kernels<Double>.answer(file.operation, request)
      let answer = try Kernels<Float>.answer(file.operation, request)
      #expect(answer.keys.sorted() == wanted.keys.sorted(), "\(vector.name)")
      for (name, wanted) in wanted {
        let found = answer[name] ?? []
        #expect(found.count == wanted.count, "\(vector.name), \(name)")
        let comparison = Float32Comparison(found, wanted, rows: VectorTolerance.isByRow(file.operation, name))
        counts.compared += wanted.count
        counts.outOfRange += comparison.outOfRange
        let limit = name.hasPrefix("gradients") ? tolerance.gradientUlps : tolerance.valueUlps
        #expect(comparison.ulps <= limit, "\(vector.name), \(name)")
      }
    }
    #expect(counts.compared > 0)
    #expect(counts.outOfRange <= tolerance.outOfRange)
    #expect(counts.clamped <= tolerance.clamped)
  }

  @Test func vectors_AreThere() throws {
    #expect(VectorFile.all.count == 49)
    #expect(try VectorFile.all.map { try $0.vectors().count }.reduce(0, +) >= 1430)
  }

  /// Held at the smallest normal number, which is another one in float32.
  private static func isClamped(_ vector: String) -> Bool {
    vector.contains("wrong-side") || vector.contains("probabilities-tiny") || vector.contains("disjoint-clamped")
  }
}

/// |found − wanted| / |wanted|; where an exact 0 is wanted, nothing else will do.
func relativeError(_ found: Double, _ wanted: Double) -> Double {
  found == wanted ? 0 : wanted == 0 ? .infinity : abs(found - wanted) / abs(wanted)
}

/// How far a list of float32 numbers is from the float64 ones.
struct Float32Comparison {
  /// The largest error, in units of 2⁻²³ of the number itself, or of the largest number of its row of four.
  private(set) var ulps = 0.0
  /// Numbers that are too small or too large for a normal float32.
  private(set) var outOfRange = 0

  init(_ found: [Double], _ wanted: [Double], rows: Bool) {
    for (position, pair) in zip(found, wanted).enumerated() where pair.0 != pair.1 {
      let row = position / 4 * 4
      let size = rows ? wanted[row..<row + 4].reduce(0) { max($0, abs($1)) } : abs(pair.1)
      if pair.1 != 0, size < Double(Float.leastNormalMagnitude) || size > Double(Float.greatestFiniteMagnitude) {
        outOfRange += 1
        continue
      }
      ulps = max(ulps, size == 0 ? .infinity : abs(pair.0 - pair.1) / size * 0x1p23)
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
  /// Numbers and vectors that float32 does not compare.
  var outOfRange = 0
  var clamped = 0

  static func of(_ operation: String) -> VectorTolerance { all[operation] ?? VectorTolerance() }

  /// Boxes, and derivatives by them, mix the numbers of a row: `x1 = cx − w/2`. Errors are relative to its largest.
  static func isByRow(_ operation: String, _ name: String) -> Bool {
    // Fitted anchors are no boxes, but widths and heights.
    operation != "anchors.fit"
      && [
        "boxes", "anchors", "gradients.boxes", "gradients.deltas", "gradients.raw", "gradients.box_deltas",
        "gradients.rpn_box_deltas",
      ]
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
    // Boxes are cut at the border: what is left of 100 pixels may be a fraction of one, and has lost as many digits.
    "detections.faster-rcnn": VectorTolerance(values: 4e-14, valueUlps: 460),
    "detections.retinanet": VectorTolerance(values: 2e-14, valueUlps: 40),
    "detections.rpn": VectorTolerance(values: 5e-15, valueUlps: 20),
    "detections.ssd": VectorTolerance(valueUlps: 4),
    "detections.yolov1": VectorTolerance(valueUlps: 8),
    "detections.yolov3": VectorTolerance(values: 1e-14, valueUlps: 60),
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
    // A slope of smooth L1 is 9 (t − t*): where t* is nearly met few digits are left, and torchvision's t* has lost some.
    "losses.faster-rcnn": VectorTolerance(values: 4e-15, gradients: 2e-12, gradientUlps: 12),
    // σ − c* of a centerness that is right to 0.001 has lost ten bits.
    "losses.fcos": VectorTolerance(gradients: 2e-13, gradientUlps: 8),
    // CIoU of boxes that a decoding made.
    "losses.ssd": VectorTolerance(gradients: 5e-13, valueUlps: 4, gradientUlps: 8),
    "losses.retinanet": VectorTolerance(values: 1e-14, gradients: 1e-12, valueUlps: 4, gradientUlps: 16),
    // An IoU of 0.001 is what two centres' distance leaves of half the sizes.
    "losses.yolov1": VectorTolerance(values: 1e-13, gradients: 2e-14, valueUlps: 256, gradientUlps: 80),
    // t − t* is small where the network is right, and then has the digits that float32 left of it.
    "losses.yolov3": VectorTolerance(values: 2e-15, gradients: 4e-13, valueUlps: 16, gradientUlps: 256),
    // u⁶ is in every target score.
    "losses.yolov8": VectorTolerance(values: 1e-14, gradients: 4e-13, valueUlps: 8, gradientUlps: 512),
    "losses.yolov1-box": VectorTolerance(gradients: 4e-15, valueUlps: 3),
    "losses.yolov3-box": VectorTolerance(gradients: 8e-15),
  ]
}
