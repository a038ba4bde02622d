namespace BnFold.Onnx;

/// <summary>What operators of a model mean. ONNX's own operator set goes by two names.</summary>
internal static class OpsetImports
{
    extension(ModelProto model)
    {
        /// <inheritdoc cref="OnnxModel.OpsetVersion"/>
        public long OpsetVersion(string domain)
        {
            var wanted = Canonical(domain);
            if (model.OpsetImport.Count == 0) return wanted.Length == 0 ? 1 : 0;
            return model.OpsetImport.FirstOrDefault(import => Canonical(import.Domain) == wanted)?.Version ?? 0;

            static string Canonical(string domain) => domain == "ai.onnx" ? "" : domain;
        }
    }
}
