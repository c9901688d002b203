// A box finds its target by the gradient of the CIoU loss; then suppression leaves the best of some boxes.
import DetectionCore

/// Boxes (N, 4) of corners, of a list of four numbers a box.
func corners(_ rows: [[Double]]) throws -> Boxes<Double> {
  let shape = Shape([rows.count, 4])
  guard let shape, let tensor = Tensor(shape: shape, elements: rows.flatMap(\.self)) else {
    throw ExampleError(message: "a box has four numbers")
  }
  return try Boxes(tensor, format: .xyxy)
}

struct ExampleError: Error {
  let message: String
}

/// Gradient descent, with steps that become smaller: near its end a box loss has a slope that does not.
func approach(_ start: [Double], _ target: [Double], steps: Int, rate: Double) throws -> [Double] {
  var box = start
  let targets = try corners([target])
  for step in 0...steps {
    let answer = try OverlapLoss<Double>(.ciou).evaluate(
      corners([box]), targets: targets, gradient: true, reduction: .mean, iou: true)
    if step.isMultiple(of: steps / 5) {
      print("step \(step)  loss \(answer.loss.loss.elements[0])  IoU \(answer.iou?.elements[0] ?? 0)")
    }
    guard let gradient = answer.loss.gradient?.elements else { break }
    let length = rate * (1 - Double(step) / Double(steps))
    box = zip(box, gradient).map { $0 - length * $1 }
  }
  return box
}

let found = try approach([10, 10, 50, 60], [30, 20, 90, 70], steps: 500, rate: 60)
print("box", found)

let scores = Tensor([0.9, 0.8, 0.7])
let kept = try Suppression<Double>().evaluate(
  corners([[0, 0, 10, 10], [1, 1, 11, 11], [20, 20, 30, 30]]), scores: scores)
print("kept", kept.indices)
