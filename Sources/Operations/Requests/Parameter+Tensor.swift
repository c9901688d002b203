import DetectionCore
package import JSON

extension Parameter {
  /// The value that a tensor stands for: a list, or its one element where the parameter may be one number or flag.
  package func value(of elements: AnyTensor, isFlag: Bool) -> JSONValue {
    let numbers: Tensor<Double> = elements.converted(to: Double.self)
    let list: JSONValue = numbers.count == 0 || numbers.shape.rank == 0 ? .array([]) : .numbers(numbers)
    guard numbers.count == 1 else { return list }
    // Where both would do, one number holds for every class or level; a list of one only for the first.
    let lone: JSONValue = isFlag ? .bool(numbers[0] != 0) : .number(numbers[0])
    return type.issue(with: lone, at: "") != nil && type.issue(with: list, at: "") == nil ? list : lone
  }
}
