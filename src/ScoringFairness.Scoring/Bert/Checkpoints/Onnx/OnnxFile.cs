using Microsoft.Win32.SafeHandles;

namespace ScoringFairness.Scoring.Bert.Checkpoints.Onnx;

/// <summary>The weights of an ONNX export, open for reading. Nothing is allocated for them before they have been checked against the file.</summary>
internal sealed class OnnxFile : ITensorFile
{
    /// <summary>The name of an export in a folder.</summary>
    public const string FileName = "model.onnx";

    private readonly string _path;
    private readonly FileRegion _model;
    private readonly IReadOnlyList<OnnxTensor> _weights;

    private OnnxFile(string path, FileRegion model)
    {
        (_path, _model) = (path, model);
        _weights = OnnxNames.Weights(new(model));
    }

    /// <inheritdoc/>
    public IEnumerable<TensorEntry> Tensors => _weights;

    /// <summary>Opens a file that is an export.</summary>
    /// <exception cref="CheckpointException">The file cannot be read, or is not an export that can be.</exception>
    public static OnnxFile Open(string path) => Open(path, file => new(file, 0, RandomAccess.GetLength(file)));

    /// <summary>Opens a file that an export lies in.</summary>
    /// <param name="path">The file.</param>
    /// <param name="find">Finds the export in it; may throw <see cref="FormatException"/>.</param>
    /// <exception cref="CheckpointException">The file cannot be read, or there is no export in it that can be.</exception>
    public static OnnxFile Open(string path, Func<SafeFileHandle, FileRegion> find)
    {
        SafeFileHandle? file = null;
        try
        {
            file = File.OpenHandle(path);
            return new(path, find(file));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException)
        {
            file?.Dispose();
            throw new CheckpointException(path, exception is FormatException ? exception.Message : "the file cannot be read", exception);
        }
    }

    /// <inheritdoc/>
    public void Read(TensorEntry tensor, Span<float> values)
    {
        var weight = (OnnxTensor)tensor;
        if (weight.Offset is not { } offset) throw new CheckpointException(_path, $"tensor {weight.Name} has no bytes of its own");
        if (!weight.IsTransposed)
        {
            TensorBytes.Read(_path, _model.File, _model.Begin + offset, weight, values);
            return;
        }
        var stored = new float[values.Length];
        TensorBytes.Read(_path, _model.File, _model.Begin + offset, weight, stored);
        Transpose(stored, values, (int)weight.Shape[1], (int)weight.Shape[0]);
    }

    /// <inheritdoc/>
    public void Dispose() => _model.File.Dispose();

    /// <summary>[rows, columns] → [columns, rows].</summary>
    private static void Transpose(float[] from, Span<float> to, int rows, int columns)
    {
        for (var row = 0; row < rows; row++)
            for (var column = 0; column < columns; column++)
                to[column * rows + row] = from[row * columns + column];
    }
}
