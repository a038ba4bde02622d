namespace BnFold.Onnx;

/// <summary>
/// A node's inputs and attributes as operators ask for them: null when absent, so that the default stands beside the question
/// (<c>node.Int("axis") ?? 1</c>). What is there but of another kind throws <see cref="AttributeException"/>. All nodes are asked, and often,
/// so attributes are counted through: to enumerate them takes an object each time.
/// </summary>
internal static class NodeExtensions
{
    extension(NodeProto node)
    {
        /// <summary>The name of input <paramref name="index"/>; null where it is left out, by <c>""</c> or by a shorter list.</summary>
        public string? InputOrNull(int index) => index < node.Input.Count && node.Input[index].Length > 0 ? node.Input[index] : null;

        public long? Int(string attribute) => node.Find(attribute, AttributeKind.Int)?.I;

        public float? Float(string attribute) => node.Find(attribute, AttributeKind.Float)?.F;

        /// <summary>Bytes that are not UTF-8 come back as U+FFFD.</summary>
        public string? String(string attribute) => node.Find(attribute, AttributeKind.String)?.S.ToStringUtf8();

        public IReadOnlyList<long>? Ints(string attribute) => node.Find(attribute, AttributeKind.Ints)?.Ints;

        public IReadOnlyList<float>? Floats(string attribute) => node.Find(attribute, AttributeKind.Floats)?.Floats;

        public TensorProto? Tensor(string attribute) => node.Find(attribute, AttributeKind.Tensor)?.T;

        public GraphProto? Graph(string attribute) => node.Find(attribute, AttributeKind.Graph)?.G;

        /// <summary>The type that a Cast converts to: a name before operator set 6, its number since; Undefined where there is neither.</summary>
        public ElementType CastTo() => node.Find("to") is { Kind: AttributeKind.String } named
            ? Enum.TryParse<ElementType>(named.S.ToStringUtf8(), ignoreCase: true, out var type) ? type : ElementType.Undefined
            : (ElementType)(node.Int("to") ?? 0);

        /// <summary>Every graph among the attributes: the bodies of If, Loop, Scan and the like, in the order of the file.</summary>
        public IEnumerable<GraphProto> Bodies() => !node.HasBodies ? [] :
            node.Attribute.SelectMany(attribute => attribute.G is null ? attribute.Graphs : attribute.Graphs.Prepend(attribute.G));

        public bool HasBodies
        {
            get
            {
                for (var i = 0; i < node.Attribute.Count; i++)
                {
                    if (node.Attribute[i] is { G: not null } or { Graphs.Count: > 0 }) return true;
                }
                return false;
            }
        }

        /// <summary>The attribute whatever it holds; null when absent.</summary>
        public AttributeProto? Find(string attribute)
        {
            AttributeProto? found = null;
            for (var i = 0; i < node.Attribute.Count; i++)
            {
                var candidate = node.Attribute[i];
                if (candidate.Name != attribute) continue;
                if (found is not null) throw new AttributeException(attribute, "is given twice");
                found = candidate;
            }
            return found;
        }

        private AttributeProto? Find(string attribute, AttributeKind expected)
        {
            var found = node.Find(attribute);
            if (found is null) return null;
            if (found.RefAttrName.Length > 0)
                throw new AttributeException(attribute, $"is set by the function's caller, as '{found.RefAttrName}'");
            var kind = found.Kind;
            if (kind == expected || (kind == AttributeKind.Undefined && IsList(expected))) return found;
            throw new AttributeException(attribute, $"should be {expected}, but is {kind}");
        }
    }

    extension(AttributeProto attribute)
    {
        /// <summary>What the attribute says it holds; what it does hold where it says nothing, as in files of IR version 1.</summary>
        public AttributeKind Kind => attribute switch
        {
            { Type: not 0 } => (AttributeKind)attribute.Type,
            { HasF: true } => AttributeKind.Float,
            { HasI: true } => AttributeKind.Int,
            { HasS: true } => AttributeKind.String,
            { T: not null } => AttributeKind.Tensor,
            { G: not null } => AttributeKind.Graph,
            { SparseTensor: not null } => AttributeKind.SparseTensor,
            { Tp: not null } => AttributeKind.TypeProto,
            { Floats.Count: > 0 } => AttributeKind.Floats,
            { Ints.Count: > 0 } => AttributeKind.Ints,
            { Strings.Count: > 0 } => AttributeKind.Strings,
            { Tensors.Count: > 0 } => AttributeKind.Tensors,
            { Graphs.Count: > 0 } => AttributeKind.Graphs,
            { SparseTensors.Count: > 0 } => AttributeKind.SparseTensors,
            { TypeProtos.Count: > 0 } => AttributeKind.TypeProtos,
            _ => AttributeKind.Undefined,
        };
    }

    // A list without entries leaves no trace but its type, so where the type is missing too, an empty list is meant.
    private static bool IsList(AttributeKind kind) => kind is AttributeKind.Floats or AttributeKind.Ints or AttributeKind.Strings;
}
