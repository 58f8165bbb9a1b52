export const reportFormats = ['html', 'docx', 'md', 'pdf'] as const;
export type ReportFormat = (typeof reportFormats)[number];
