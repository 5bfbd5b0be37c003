-- The real-valued score of a trained scorer before it was brought onto the scale, and which of the two forms a figure is of.

alter table out_of_fold_scores add column expected double precision;

alter table measures add column form text check (form in ('expected', 'reported'));
