/// COCO's averages with images that count several times or not at all: resamples and slices. Nothing is matched again.
struct WeightedImages: Sendable {
  let records: Records
  let matches: Matches
  let objects: ObjectCells
  let parameters: COCOParameters

  /// The averages of every class, by how often each image counts; `nil` for a class without objects that count.
  func averages(_ weights: [Int32], _ pass: inout CurvePass) -> [ClassAverages?] {
    let ranges = parameters.areaRanges.count
    return weights.withUnsafeBufferPointer { weights in
      matches.order.classes.indices.map { number in
        let totals = totals(number, weights)
        guard totals.contains(where: { $0 > 0 }), let weights = weights.baseAddress else { return nil }
        return Accumulation.averages(
          of: number, matches, parameters, objects: Array(totals.prefix(ranges)), weights: weights, &pass)
      }
    }
  }

  /// Objects of a class that count in each range.
  private func totals(_ number: Int, _ weights: UnsafeBufferPointer<Int32>) -> [Int] {
    var totals = [Int](repeating: 0, count: parameters.areaRanges.count)
    for place in objects.classStarts[number]..<objects.classStarts[number + 1] {
      var bits = objects.counted[place]
      let weight = Int(weights[Int(records.objectImages[Int(objects.rows[place])])])
      while bits != 0 {
        totals[bits.trailingZeroBitCount] += weight
        bits &= bits - 1
      }
    }
    return totals
  }
}
