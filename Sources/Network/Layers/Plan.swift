/// All steps of a network for one size of picture, with the places of their maps.
///
/// Immutable; its layers run on the network thread only.
struct Plan: Sendable {
  let steps: [Step]
  let levels: [LevelSize]
  /// Rows of each level, and of all.
  let rowCounts: [Int]
  let rows: Int
  let memory: MapMemory
  /// Bytes of the kernels' scratch memory, behind the maps.
  let scratchSize: Int
  /// Threads that its kernels run on.
  let threads: Int

  /// Bytes that a run needs beside picture and heads.
  var workSize: Int { memory.size + scratchSize }

  /// The kernels' names, each once.
  var kernels: Set<String> {
    Set(
      steps.compactMap { step in
        switch step.work {
        case .convolution(let layer, _, _), .layer(let layer): layer.kernel
        case .rectification, .narrowing, .upsampling, .groupNorm: nil
        }
      })
  }
}
