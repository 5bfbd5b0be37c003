namespace ScoringFairness.Scoring.Bert.Checkpoints;

/// <summary>A file of tensors, open for reading: what it holds was checked against its size when it was opened.</summary>
internal interface ITensorFile : IDisposable
{
    /// <summary>Its tensors.</summary>
    IEnumerable<TensorEntry> Tensors { get; }

    /// <summary>Reads the values of one of <see cref="Tensors"/> into memory that has its size.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="values">Receives the values in row-major order, as float32.</param>
    /// <exception cref="CheckpointException">The tensor is of a type that is not read, or the file ended.</exception>
    void Read(TensorEntry tensor, Span<float> values);
}
