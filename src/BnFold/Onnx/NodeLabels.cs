
namespace BnFold.Onnx;

/// <summary>How reports speak of a node.</summary>
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
}
