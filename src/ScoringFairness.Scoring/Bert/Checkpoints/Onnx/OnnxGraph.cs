namespace ScoringFairness.Scoring.Bert.Checkpoints.Onnx;

/// <summary>What of an ONNX model tells its weights: the initializers, and which of them products and sums take.</summary>
/// <remarks>
/// onnx/onnx, <c>onnx.proto</c>. ModelProto: graph 7. GraphProto: node 1, initializer 5, sparse_initializer 15. NodeProto: input 1,
/// output 2, op_type 4. TensorProto: dims 1, data_type 2, name 8, raw_data 9, data_location 14.
/// </remarks>
internal sealed class OnnxGraph
{
    private const int MostNodes = 200_000;
    private const int MostTensors = 20_000;
    private const int MostDimensions = 8;

    private static readonly Dictionary<long, (string Name, int Bytes)> Types = new()
    {
        [1] = ("F32", 4),
        [2] = ("U8", 1),
        [3] = ("I8", 1),
        [6] = ("I32", 4),
        [7] = ("I64", 8),
        [9] = ("BOOL", 1),
        [10] = ("F16", 2),
        [11] = ("F64", 8),
        [16] = ("BF16", 2),
    };

    private readonly ProtobufReader _reader;
    private readonly Dictionary<string, OnnxTensor> _initializers = new(StringComparer.Ordinal);
    private readonly List<OnnxNode> _nodes = [];
    private int _passed;

    /// <summary>Reads a model, passing over its numbers.</summary>
    /// <exception cref="FormatException">It is no ONNX model, or what it says does not fit its bytes.</exception>
    public OnnxGraph(FileRegion model)
    {
        _reader = new(model);
        var graphs = 0;
        _reader.Message(model.Length, field =>
        {
            if (field == 7 && graphs++ == 0) _reader.Inner(model.Length, Part);
        });
        if (graphs != 1) throw new FormatException(graphs == 0 ? "it is not an ONNX model: it has no graph" : "it has more than one graph");
    }

    /// <summary>The initializers by name.</summary>
    public IReadOnlyDictionary<string, OnnxTensor> Initializers => _initializers;

    /// <summary>The products (MatMul) and sums (Add) of the graph.</summary>
    public IReadOnlyList<OnnxNode> Nodes => _nodes;

    private void Part(int field, long end)
    {
        if (field == 1) Node(end);
        else if (field == 5) Initializer(end);
        else if (field == 15) throw new FormatException("it has sparse tensors, which are not read");
    }

    private void Node(long end)
    {
        if (++_passed > MostNodes) throw new FormatException($"it has more than {MostNodes:N0} nodes");
        var (operation, inputs, outputs) = ("", new List<string>(), new List<string>());
        _reader.Inner(end, (field, inner) =>
        {
            if (field == 1) Keep(inputs, inner);
            else if (field == 2) Keep(outputs, inner);
            else if (field == 4) operation = _reader.Text(inner);
        });
        if (operation is OnnxNode.Product or OnnxNode.Sum && inputs.Count == 2 && outputs.Count == 1)
            _nodes.Add(new(operation, inputs[0], inputs[1], outputs[0]));
    }

    /// <summary>Of an operation with more than two operands nothing is asked but that it has more.</summary>
    private void Keep(List<string> names, long end)
    {
        if (names.Count <= 2) names.Add(_reader.Text(end));
    }

    private void Initializer(long end)
    {
        if (_initializers.Count == MostTensors) throw new FormatException($"it has more than {MostTensors:N0} tensors");
        var (name, type, shape, raw, isElsewhere) = ("", 0L, new List<long>(), default((long Begin, long Length)?), false);
        _reader.Inner(end, (field, inner) =>
        {
            if (field == 1) _reader.Numbers(inner, size => Add(shape, size));
            else if (field == 2) type = _reader.Number(inner);
            else if (field == 8) name = _reader.Text(inner);
            else if (field == 9) raw = _reader.Bytes(inner);
            else if (field == 14) isElsewhere = _reader.Number(inner) != 0;
        });
        if (name.Length == 0) throw new FormatException("a tensor of it has no name");
        if (isElsewhere) throw new FormatException($"tensor {name} lies in another file, which is not read");
        if (!Types.TryGetValue(type, out var known)) throw new FormatException($"tensor {name} is of the unknown type {type}");
        var tensor = new OnnxTensor(name, known.Name, shape, raw?.Begin);
        CheckSize(tensor, raw?.Length, known.Bytes);
        if (!_initializers.TryAdd(name, tensor)) throw new FormatException($"tensor {name} stands in it twice");
    }

    private static void Add(List<long> shape, long size)
    {
        if (size < 0 || shape.Count == MostDimensions) throw new FormatException("a tensor of it has a negative size, or too many of them");
        shape.Add(size);
    }

    private static void CheckSize(OnnxTensor tensor, long? bytes, int bytesPerElement)
    {
        try
        {
            if (bytes is { } there && checked(tensor.Count * bytesPerElement) != there)
                throw new FormatException(
                    $"tensor {tensor.Name} has {there} bytes where {tensor.Type} {tensor.ShapeText} needs {tensor.Count * bytesPerElement}");
            if (bytes is null && !tensor.IsConstant) throw new FormatException($"tensor {tensor.Name} holds its values otherwise than as raw data");
        }
        catch (OverflowException)
        {
            throw new FormatException($"tensor {tensor.Name} has the impossible shape {tensor.ShapeText}");
        }
    }
}
