namespace BnFold.Onnx;

/// <summary>What a node is, and how reports speak of it.</summary>
internal static class NodeLabels
{
    extension(NodeProto node)
    {
        /// <summary>Its name; an unnamed node goes by its first output's.</summary>
        public string Label => node.Name.Length > 0 ? node.Name : node.Output.FirstOrDefault(name => name.Length > 0) ?? node.OpType;

        /// <summary>Operator and label, as in <c>Conv 'head'</c>.</summary>
        public string Title => $"{node.OpType} '{node.Label}'";

        public bool IsOnnx => node.Domain is "" or "ai.onnx";

        public bool IsBatchNormalization => node.OpType == "BatchNormalization" && node.IsOnnx;
    }

    extension(IEnumerable<NodeProto> nodes)
    {
        /// <summary>These and all in their bodies.</summary>
        public IEnumerable<NodeProto> WithBodies()
        {
            foreach (var node in nodes)
            {
                yield return node;
                if (!node.HasBodies) continue;
                foreach (var inner in node.Bodies().SelectMany(body => body.Node.WithBodies())) yield return inner;
            }
        }
    }
}
