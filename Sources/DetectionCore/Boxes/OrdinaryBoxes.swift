/// Two lists of corner boxes whose areas neither overflow nor vanish: their IoU needs no scaling, and as many pairs
/// are computed at a time as there are lanes. As exact as the careful way, to some units in the last place.
struct OrdinaryBoxes<S: Scalar>: Sendable {
  private let boxes: Tensor<S>
  private let others: BoxColumns<S>

  /// `nil` if the boxes are not corners, or some length is beyond what may be squared.
  init?(_ boxes: Boxes<S>, _ others: Boxes<S>) {
    guard boxes.format == .xyxy, others.format == .xyxy, Self.isOrdinary(boxes), Self.isOrdinary(others) else {
      return nil
    }
    self.boxes = boxes.tensor
    let columns = BoxColumns<S>(others.count)
    others.withRows { rows in
      for row in 0..<others.count { columns.write(CornerBox(rows + 4 * row), row) }
    }
    self.others = columns
  }

  /// Writes the IoU of one box with all others.
  @inline(__always)
  func write(_ row: Int, to output: UnsafeMutablePointer<S>) {
    let box = boxes.withElements { CornerBox($0.baseAddress.unsafelyUnwrapped + 4 * row) }
    let rest = others.count - others.count % S.Wide.count
    write(box, 0..<rest, to: output, as: S.Wide.self)
    write(box, rest..<others.count, to: output, as: S.One.self)
  }

  @inline(__always)
  private func write<L: Lanes>(
    _ box: CornerBox<S>, _ slots: Range<Int>, to output: UnsafeMutablePointer<S>, as lanes: L.Type
  ) where L.Element == S {
    for slot in stride(from: slots.lowerBound, to: slots.upperBound, by: L.count) {
      let (intersection, union) = others.areas(slot, box, as: L.self)
      (intersection / union).store(to: output + slot)
      guard L.any(union .<= 0) else { continue }
      for slot in slot..<slot + L.count { (output + slot).initialize(to: others[slot].iou(box)) }
    }
  }

  /// Whether every coordinate, and every length that is not 0, is far from where squares overflow or vanish.
  private static func isOrdinary(_ boxes: Boxes<S>) -> Bool {
    let most = S(sign: .plus, exponent: S.greatestFiniteMagnitude.exponent / 4, significand: 1)
    let least = 1 / most
    return boxes.withRows { rows in
      (0..<boxes.count).allSatisfy { row in
        let box = CornerBox(rows + 4 * row)
        let (width, height) = (box.x2 - box.x1, box.y2 - box.y1)
        return abs(box.x1) <= most && abs(box.y1) <= most && abs(box.x2) <= most && abs(box.y2) <= most
          && (width == 0 || width >= least) && (height == 0 || height >= least)
      }
    }
  }
}
